import DynamoDB

// Tables.
extension Engine {
  func run(_ operation: CreateTable) async throws(DynamoDBError) -> CreateTable.Output {
    let name = TableARN.name(in: operation.table)
    try TableNameRule.check(name)
    try operation.checkIndexes()
    try TagRules.check(operation.tags)
    let now = time.now
    return try await storage.write { transaction throws(DynamoDBError) in
      guard try transaction.table(named: name) == nil else {
        throw .resourceInUse("Table already exists: \(name)")
      }
      let description = TableDescription(
        name: name, keySchema: operation.keySchema,
        indexes: operation.indexes.map { Self.description(of: $0, in: name) }, billing: operation.billing,
        createdAt: now, arn: TableARN.arn(ofTable: name), id: Self.newIdentifier(),
        deletionProtection: operation.deletionProtection)
      try transaction.insert(StoredTable(description: description, tags: operation.tags))
      return CreateTable.Output(table: description)
    }
  }

  static func description(of index: SecondaryIndex, in table: String) -> SecondaryIndexDescription {
    SecondaryIndexDescription(index, arn: TableARN.arn(ofIndex: index.name, of: table))
  }

  func run(_ operation: DescribeTable) async throws(DynamoDBError) -> DescribeTable.Output {
    try await storage.read { transaction throws(DynamoDBError) in
      let table = try self.described(operation.table, in: transaction)
      return DescribeTable.Output(table: try Self.description(of: table, in: transaction))
    }
  }

  func run(_ operation: ListTables) async throws(DynamoDBError) -> ListTables.Output {
    try await storage.read { transaction throws(DynamoDBError) in
      let limit = operation.limit ?? 100
      guard (1...100).contains(limit) else {
        throw .validation("the limit of ListTables is from 1 to 100, not \(limit)")
      }
      var names = try transaction.tableNames(after: operation.exclusiveStartName, limit: limit + 1)
      guard names.count > limit else { return ListTables.Output(names: names) }
      names.removeLast()
      return ListTables.Output(names: names, lastEvaluatedName: names.last)
    }
  }

  func run(_ operation: DeleteTable) async throws(DynamoDBError) -> DeleteTable.Output {
    try await storage.write { transaction throws(DynamoDBError) in
      let table = try self.described(operation.table, in: transaction)
      guard !table.description.deletionProtection else {
        throw .validation(
          "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first."
        )
      }
      var description = try Self.description(of: table, in: transaction)
      description.status = .deleting
      try transaction.deleteTable(named: table.name)
      return DeleteTable.Output(table: description)
    }
  }

  static func description(
    of table: StoredTable, in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> TableDescription {
    var description = table.description
    (description.itemCount, description.sizeInBytes) = try transaction.statistics(of: table)
    for (place, index) in table.indexes.enumerated() {
      let (count, size) = try transaction.statistics(of: index, in: table)
      description.indexes[place].itemCount = count
      description.indexes[place].sizeInBytes = size
    }
    return description
  }

  private static func newIdentifier() -> String {
    var generator = SystemRandomNumberGenerator()
    let digits = (0..<4).map { _ in UInt32.random(in: .min ... .max, using: &generator) }.map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 8 - text.count) + text
    }.joined()
    return [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)]
      .map { String(digits.dropFirst($0.0).prefix($0.1 - $0.0)) }.joined(separator: "-")
  }
}
