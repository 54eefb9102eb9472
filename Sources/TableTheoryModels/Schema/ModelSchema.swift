public import DynamoDB

/// What a model's items look like: its table, its attributes and its indexes.
///
/// It is made from a Swift model or read from a DMS document, and everything that describes the table to others is made
/// from it: the document itself, JSON Schema, CloudFormation and the rest.
public struct ModelSchema: Hashable, Sendable {
  /// The model's name.
  public var name: String
  /// The table's name.
  public var table: String
  /// What the attributes' names follow; `nil` where nothing is promised.
  public var naming: NamingConvention?
  /// In the order in which they were declared.
  public var attributes: [AttributeSchema]
  /// The table's indexes that the model has keys of.
  public var indexes: [IndexSchema]

  /// A model of its attributes.
  public init(
    _ name: String, table: String, naming: NamingConvention?, attributes: [AttributeSchema], indexes: [IndexSchema] = []
  ) {
    self.name = name
    self.table = table
    self.naming = naming
    self.attributes = attributes
    self.indexes = indexes
  }
}

extension ModelSchema {
  /// The attribute of this name.
  public func attribute(_ name: String) -> AttributeSchema? { attributes.first { $0.name == name } }

  /// The first attribute that has the role.
  public func attribute(with role: AttributeRole) -> AttributeSchema? {
    attributes.first { $0.roles.contains(role) }
  }

  /// The key of the model's table; `nil` where the model has no partition key, or a key of a type that none can have.
  public var key: KeySchema? {
    guard let partition = attribute(with: .partitionKey), let kind = partition.type.keyKind else { return nil }
    var key = KeySchema(partition: .init(partition.name, kind))
    if let sort = attribute(with: .sortKey) {
      guard let kind = sort.type.keyKind else { return nil }
      key.sort = .init(sort.name, kind)
    }
    return key
  }
}
