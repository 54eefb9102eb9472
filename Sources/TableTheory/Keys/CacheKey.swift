/// What a page is stored under: the partition key of all its rows.
///
/// `CacheKey("home")` is `CACHE#home`, `CacheKey("home", tenant: "acme")` is `TENANT#acme#CACHE#home`. A tenant's
/// name is escaped so that it ends where it ends: no name reaches into another tenant's keys, whatever characters
/// it holds. The key itself is passed through unchanged, so that rows of other programs are found.
///
/// The partition key may have 2,048 bytes; DynamoDB refuses a longer one.
public struct CacheKey: Hashable, Sendable {
  /// The value of the attribute `pk`.
  public let partition: String

  public init(_ key: String, tenant: String? = nil) {
    partition = tenant.map { "TENANT#\(Self.escaped($0))#CACHE#\(key)" } ?? "CACHE#\(key)"
  }

  /// `#` ends a tenant's name in the key, so it cannot stand in one.
  static func escaped(_ tenant: String) -> String {
    var escaped = ""
    for scalar in tenant.unicodeScalars {
      switch scalar {
      case "#": escaped += "%23"
      case "%": escaped += "%25"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension CacheKey {
  /// Keys are equal when their bytes are, as DynamoDB's are; Swift's strings also equate forms of one character.
  public static func == (left: CacheKey, right: CacheKey) -> Bool {
    left.partition.utf8.elementsEqual(right.partition.utf8)
  }
}

extension CacheKey: ExpressibleByStringLiteral {
  public init(stringLiteral key: String) { self.init(key) }
}

extension CacheKey: CustomStringConvertible {
  public var description: String { partition }
}
