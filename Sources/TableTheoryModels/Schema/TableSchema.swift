public import DynamoDB

/// What a table has to be for the models whose items are in it.
public struct TableSchema: Hashable, Sendable {
  /// The table's name.
  public var name: String
  /// Its key.
  public var key: KeySchema
  /// The attribute with the time from which on an item may be deleted.
  public var timeToLive: String?
  /// By name.
  public var indexes: [IndexSchema]
  /// What it holds.
  public var models: [ModelSchema]

  /// The one table of several models.
  ///
  /// - Throws: ``SchemaError`` where there is no model, where a model is not sound (``ModelSchema/problems``), or where two
  ///   of them disagree about the table: its name, its key, its TTL or an index.
  public init(_ models: [ModelSchema]) throws(SchemaError) {
    guard let first = models.first, let key = first.key else {
      try models.first?.validate()
      throw SchemaError("a table", "has no models")
    }
    self.models = models
    name = first.table
    self.key = key
    indexes = []
    for model in models {
      try model.validate()
      guard model.table == name else {
        throw SchemaError(model.name, "is in the table \(model.table), \(first.name) in \(name)")
      }
      guard model.key == key else {
        throw SchemaError(model.name, "has another key than \(first.name), which is in the same table \(name)")
      }
      try add(model)
    }
    indexes.sort { $0.name < $1.name }
  }

  private mutating func add(_ model: ModelSchema) throws(SchemaError) {
    if let attribute = model.attribute(with: .timeToLive)?.name {
      if let timeToLive, timeToLive != attribute {
        throw SchemaError(
          "\(model.name).\(attribute)", "is the TTL, and so is \(timeToLive) of another model in the table \(name)")
      }
      timeToLive = attribute
    }
    for index in model.indexes {
      guard let known = indexes.first(where: { $0.name == index.name }) else {
        indexes.append(index)
        continue
      }
      guard known == index else {
        throw SchemaError(
          "\(model.name), index \(index.name)", "differs from the one of another model in the table \(name)")
      }
    }
  }

  /// All tables of a program, by name.
  ///
  /// - Throws: ``SchemaError`` as ``init(_:)``.
  public static func tables(of models: [ModelSchema]) throws(SchemaError) -> [TableSchema] {
    let names = Set(models.map(\.table)).sorted()
    var tables: [TableSchema] = []
    for name in names { tables.append(try TableSchema(models.filter { $0.table == name })) }
    return tables
  }

  /// The types of all attributes that are keys of the table or of an index, the table's own first.
  public var keyAttributes: [KeySchema.Attribute] {
    var attributes = key.attributes
    for attribute in indexes.flatMap(\.key.attributes) where !attributes.contains(where: { $0.name == attribute.name })
    {
      attributes.append(attribute)
    }
    return attributes
  }

  /// The request that makes the table, with its indexes and on-demand capacity:
  ///
  ///     try await client.createTableIfMissing(TableSchema([Article.schema, Counter.schema]).createTable)
  public var createTable: CreateTable {
    CreateTable(table: name, partitionKey: key.partition, sortKey: key.sort, indexes: indexes.map(SecondaryIndex.init))
  }
}

extension SecondaryIndex {
  fileprivate init(_ index: IndexSchema) {
    let attributes: Attributes =
      switch index.projection {
      case .all: .all
      case .keysOnly: .keys
      case .including(let names): .including(names)
      }
    self.init(
      index.name, scope: index.kind == .global ? .global : .local, keySchema: index.key, attributes: attributes)
  }
}
