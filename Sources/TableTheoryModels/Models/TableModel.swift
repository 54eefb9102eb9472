public import DynamoDB

/// A type whose values are items of a table.
///
/// `@TableModel` writes the conformance. Written by hand, it is the list of the attributes and an initialiser:
///
///     struct Article: TableModel {
///       var pk: String
///       var sk: String
///       var headline: String
///       var version: Int
///
///       static let attributes: [ModelAttribute<Article>] = [
///         ModelAttribute(\.pk, "pk", .partitionKey), ModelAttribute(\.sk, "sk", .sortKey),
///         ModelAttribute(\.headline, "headline"), ModelAttribute(\.version, "version", .version),
///       ]
///       static let schema = ModelSchema("Article", table: "articles", naming: .snakeCase, attributes: attributes)
///
///       init(item: Item) throws(ModelError) {
///         let reader = ItemReader(item, of: Self.self)
///         pk = try reader.value("pk")
///         sk = try reader.value("sk")
///         headline = try reader.value("headline")
///         version = try reader.value("version")
///       }
///     }
public protocol TableModel: Sendable {
  /// What the items look like, for everybody who does not read Swift.
  static var schema: ModelSchema { get }

  /// The attributes with the properties that hold their values: what `\.headline` means in a condition.
  static var attributes: [ModelAttribute<Self>] { get }

  /// Reads an item.
  ///
  /// - Throws: ``ModelError`` where it is none of the model's. Attributes that the model does not know are passed over.
  init(item: Item) throws(ModelError)

  /// The item as it is stored.
  ///
  /// - Throws: ``ModelError`` where a value cannot be stored: only of JSON.
  func storedItem() throws(ModelError) -> Item
}

extension TableModel {
  /// Attribute by attribute, through the key paths; what the macro writes is faster.
  public func storedItem() throws(ModelError) -> Item {
    var item: Item = [:]
    for attribute in Self.attributes { item[attribute.name] = try attribute.stored(in: self) }
    return item
  }

  /// The key of this value's item.
  ///
  /// - Throws: as ``storedItem()``.
  public func modelKey() throws(ModelError) -> ModelKey<Self> {
    let item = try storedItem()
    guard let key = Self.schema.key else {
      throw ModelError(model: Self.schema.name, attribute: nil, reason: "the model has no key")
    }
    return ModelKey(key.key(of: item))
  }
}
