public import DynamoDB

/// The key of one of a model's items. The macro writes a function that makes it: `Article.key(pk: "a", sk: "b")`,
/// `Page.key(tenant: "acme", key: "home")`.
public struct ModelKey<Model: TableModel>: Hashable, Sendable {
  /// The key attributes.
  public let item: Item

  /// - Parameter item: the key attributes and no others.
  public init(_ item: Item) { self.item = item }

  /// The key of these values. A sort key that is the same for all items need not be given.
  public init(partition: some AttributeConvertible, sort: (some AttributeConvertible)? = String?.none) {
    var item: Item = [:]
    let schema = Model.schema
    if let name = schema.key?.partition.name { item[name] = partition.attributeValue }
    if let name = schema.key?.sort?.name {
      item[name] = sort?.attributeValue ?? schema.attribute(name)?.constantText.map { .string($0) }
    }
    self.item = item
  }

  /// - Throws: ``TypedTableError/invalid(_:)`` where it is not the model's key.
  func checked() throws(TypedTableError) -> Item {
    let names = Set(Model.schema.key?.attributes.map(\.name) ?? [])
    guard Set(item.keys) == names else {
      throw .invalid(
        "the key of a \(Model.schema.name) has \(names.sorted().joined(separator: ", ")), this one "
          + (item.isEmpty ? "nothing" : item.keys.sorted().joined(separator: ", ")))
    }
    return item
  }
}

/// The partition key of some of a model's items, for queries: `Page.partition(tenant: "acme", key: "home")`.
public struct ModelPartition<Model: TableModel>: Hashable, Sendable {
  /// The partition key's value.
  public let value: AttributeValue

  /// A partition of its key.
  public init(_ value: some AttributeConvertible) { self.value = value.attributeValue ?? .null }
}

extension AttributeSchema {
  /// The text that the key has in all items.
  var constantText: String? { templates.count == 1 ? templates.first?.constantText : nil }
}
