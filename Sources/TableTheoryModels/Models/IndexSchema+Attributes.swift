internal import DynamoDB

extension IndexSchema {
  /// An index whose keys have the types that the model's attributes have.
  ///
  /// - Parameters:
  ///   - name: the index's name.
  ///   - kind: global or local.
  ///   - projection: which attributes it has.
  ///   - partition: the stored name of the attribute that is the index's partition key.
  ///   - sort: the stored name of its sort key.
  ///   - attributes: the model's.
  public init<Model: TableModel>(
    _ name: String, kind: Kind = .global, partition: String, sort: String? = nil, projection: Projection = .all,
    of attributes: [ModelAttribute<Model>]
  ) {
    func key(_ name: String) -> KeySchema.Attribute {
      KeySchema.Attribute(name, attributes.first { $0.name == name }?.schema.type.keyKind ?? .string)
    }
    self.init(
      name, kind: kind, key: KeySchema(partition: key(partition), sort: sort.map(key)), projection: projection)
  }
}

extension ModelSchema {
  /// The schema of a model in Swift.
  public init<Model: TableModel>(
    _ name: String, table: String, naming: NamingConvention?, attributes: [ModelAttribute<Model>],
    indexes: [IndexSchema] = []
  ) {
    self.init(name, table: table, naming: naming, attributes: attributes.map(\.schema), indexes: indexes)
  }
}
