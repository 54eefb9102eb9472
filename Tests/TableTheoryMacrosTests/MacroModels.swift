public import TableTheoryMacros

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct Layout: Codable, Hashable, Sendable {
  var columns: Int
  var name: String?
}

enum Status: String, AttributeConvertible, KeyPart { case draft, live }

/// All that the macro knows of.
@TableModel(table: "pages", naming: .snakeCase)
@Index("by-author", partition: "author", sort: "createdAt", projection: .keysOnly)
struct FullArticle: Hashable {
  @PartitionKey var pk: KeyText { "SITE#\(site)" }
  @SortKey var sk: KeyText { "ARTICLE#\(self.number)#\(slug)" }
  var site: String
  var number: Int
  @Attribute("slug") var slug: String
  var headline: String
  var author: String?
  var status: Status = .draft
  @OmitEmpty var reads: Int = 0
  @OmitEmpty var tags: Set<String> = []
  var colours: Set<String>? = nil
  @Attribute("page_layout") @JSON var layout: Layout
  @OmitEmpty @JSON var other: Layout? = nil
  @JSON var third: [Layout]? = nil
  var headers: [String: String] = [:]
  var body: [UInt8] = []
  var parts: [String] = []
  var changed: Date? = nil
  @Version var version: Int = 0
  @CreatedAt var createdAt: Timestamp = .unset
  @UpdatedAt var updatedAt: Timestamp = .unset
  @TimeToLive var ttl: Date? = nil
  static let limit: Int = 3
  var upper: String { headline.uppercased() }
}

/// Plain keys, a constant one, and what is public.
@TableModel(naming: .camelCase)
public struct Profile: Hashable, Sendable {
  @PartitionKey @Attribute("PK") public var user: String
  @SortKey @Attribute("SK") public let kind: String = "PROFILE"
  @TimeToLive @OmitEmpty public var ttl: Timestamp = .unset
}

/// A ready key that is passed through.
@TableModel(table: "pages", naming: .snakeCase)
struct Entry: Hashable {
  @PartitionKey var pk: KeyText { "TENANT#\(tenant)#CACHE#\(verbatim: key)" }
  @SortKey var sk: KeyText { "META" }
  var tenant: String
  var key: String
  var s3Key: String
}

/// Models and maps in other types, whose own types are theirs to name.
enum Shop {
  enum Colour: String, AttributeConvertible, KeyPart { case red, blue }

  @AttributeMap(naming: .snakeCase)
  struct Address: Hashable {
    var streetName: String
    @Attribute("flat_no") var flat: Int?
    @OmitEmpty var notes: [String] = []
  }

  @AttributeMap(naming: .snakeCase)
  struct Person: Hashable {
    var name: String
    var home: Address?
    @OmitEmpty var earlier: [Address] = []
    var born: Timestamp? = nil
  }

  @TableModel(table: "orders", naming: .snakeCase)
  @Index("by-colour", partition: "colour", sort: "createdAt", projection: .all)
  fileprivate struct Line {
    @PartitionKey var pk: KeyText { "LINE#\(colour)" }
    @Attribute("colour") var colour: Colour
    @CreatedAt var createdAt: Timestamp = .unset
    private var secret: String = ""
  }
}

extension Shop {
  @TableModel(table: "orders", naming: .snakeCase)
  struct Order: Hashable {
    @PartitionKey var pk: KeyText { "ORDER#\(colour)#\(number)" }
    var colour: Colour
    var number: Int
    var shade: Colour?
    var customer: Person
    var carrier: Person?
    var stops: [Address] = []
    var byName: [String: Address] = [:]
    @OmitEmpty var extra: Address = Address(streetName: "")
  }
}

/// It can be named in its own file alone.
struct HiddenModel {
  static var schema: ModelSchema { Shop.Line.schema }
  static func partition() -> AttributeValue { Shop.Line.partition(colour: .red).value }
}
