public import TableTheoryModels

/// Makes a struct a model: its values are items of a table.
///
///     @TableModel(table: "articles", naming: .snakeCase)
///     @Index("by-author", partition: "author", sort: "createdAt")
///     struct Article {
///       @PartitionKey var pk: KeyText { "SITE#\(site)" }
///       @SortKey var sk: KeyText { "ARTICLE#\(slug)" }
///       var site: String
///       var slug: String
///       var headline: String
///       var author: String?
///       @OmitEmpty var tags: Set<String>
///       @JSON var layout: Layout
///       @Version var version: Int = 0
///       @CreatedAt var createdAt: Timestamp = .unset
///       @UpdatedAt var updatedAt: Timestamp = .unset
///       @TimeToLive var ttl: Date?
///     }
///
/// It writes the conformance to ``TableTheoryModels/TableModel``, with direct conversion to and from items, and two functions
/// that make keys: `Article.key(site:slug:)` and `Article.partition(site:)`.
///
/// A property is stored under its name in the convention. What stands in a key's text is stored there alone, unless it has
/// an `@Attribute` of its own. Types have to be written.
///
/// - Parameters:
///   - table: the table's name; the struct's where nothing is said.
///   - naming: how the attributes are named. A name that breaks the convention is an error.
@attached(
  extension, conformances: TableModel,
  names: named(attributes), named(schema), named(itemLayout), named(init), named(storedItem))
@attached(member, names: named(key), named(partition))
public macro TableModel(table: String? = nil, naming: NamingConvention) =
  #externalMacro(module: "TableTheoryModelsPlugin", type: "TableModelMacro")

/// Makes a struct a map: a value within an attribute, stored field by field.
///
///     @AttributeMap(naming: .snakeCase)
///     struct Address {
///       var street: String
///       var flat: Int?
///       @OmitEmpty var notes: [String] = []
///     }
///
/// A property of a model, or of another map, may be an `Address`, an `Address?`, an `[Address]` or a `[String: Address]`.
/// It writes the conformance to ``TableTheoryModels/AttributeMap``. Of the marks, `@Attribute` and `@OmitEmpty` may stand on
/// the fields: the others are for a model's own attributes.
///
/// - Parameter naming: how the fields are named. A name that breaks the convention is an error.
@attached(extension, conformances: AttributeMap, names: named(init), named(write))
public macro AttributeMap(naming: NamingConvention) =
  #externalMacro(module: "TableTheoryModelsPlugin", type: "AttributeMapMacro")

/// The partition key: text, a number, bytes, or ``TableTheoryModels/KeyText`` that is put together.
@attached(peer)
public macro PartitionKey() = #externalMacro(module: "TableTheoryModelsPlugin", type: "MarkMacro")

/// The sort key. `@SortKey var sk: KeyText { "META" }` is the same for all items.
@attached(peer)
public macro SortKey() = #externalMacro(module: "TableTheoryModelsPlugin", type: "MarkMacro")

/// The time from which on DynamoDB may delete the item: a `Timestamp` or a `Date`, or an optional of one; stored as epoch
/// seconds.
@attached(peer)
public macro TimeToLive() = #externalMacro(module: "TableTheoryModelsPlugin", type: "MarkMacro")

/// 0 when the item is created; an update requires it to be the caller's and raises it by one.
@attached(peer)
public macro Version() = #externalMacro(module: "TableTheoryModelsPlugin", type: "MarkMacro")

/// When the item was created or put; the library sets it.
@attached(peer)
public macro CreatedAt() = #externalMacro(module: "TableTheoryModelsPlugin", type: "MarkMacro")

/// When the item was written last; the library sets it.
@attached(peer)
public macro UpdatedAt() = #externalMacro(module: "TableTheoryModelsPlugin", type: "MarkMacro")

/// The name that the property is stored under.
@attached(peer)
public macro Attribute(_ name: String) = #externalMacro(module: "TableTheoryModelsPlugin", type: "MarkMacro")

/// Leaves the attribute out where its value is empty: `nil`, "", 0, `false`, an empty list, map or set, the zero time.
@attached(peer)
public macro OmitEmpty() = #externalMacro(module: "TableTheoryModelsPlugin", type: "MarkMacro")

/// Stores a Codable value as JSON in a text; `nil` is NULL.
@attached(peer)
public macro JSON() = #externalMacro(module: "TableTheoryModelsPlugin", type: "MarkMacro")

/// A secondary index of the model's table.
///
/// - Parameters:
///   - name: the index's name.
///   - partition: the property, or the attribute, that is its partition key.
///   - sort: the one that is its sort key.
///   - kind: global, or local with the table's own partition key.
///   - projection: which attributes it has; a query that reads whole models needs all.
@attached(peer)
public macro Index(
  _ name: String, partition: String, sort: String? = nil, kind: IndexSchema.Kind = .global,
  projection: IndexSchema.Projection = .all
) = #externalMacro(module: "TableTheoryModelsPlugin", type: "MarkMacro")
