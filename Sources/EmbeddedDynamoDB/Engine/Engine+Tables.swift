import DynamoDB

// Tables.
extension Engine {
  func run(_ operation: CreateTable) async throws(DynamoDBError) -> CreateTable.Output {
    try Self.checkName(operation.table)
    let now = time.now
    return try await storage.write { transaction throws(DynamoDBError) in
      guard try transaction.table(named: operation.table) == nil else {
        throw .resourceInUse("Table already exists: \(operation.table)")
      }
      let description = TableDescription(
        name: operation.table, keySchema: operation.keySchema, billing: operation.billing, createdAt: now,
        arn: "arn:aws:dynamodb:embedded:000000000000:table/\(operation.table)", id: Self.newIdentifier(),
        deletionProtection: operation.deletionProtection)
      try transaction.insert(StoredTable(description: description))
      return CreateTable.Output(table: description)
    }
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

  /// A table that an operation on tables names.
  func described(_ name: String, in transaction: borrowing Backing.Transaction) throws(DynamoDBError) -> StoredTable {
    try Self.checkName(name)
    guard let table = try transaction.table(named: name) else {
      throw .resourceNotFound("Requested resource not found: Table: \(name) not found")
    }
    return table
  }

  private static func description(
    of table: StoredTable, in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> TableDescription {
    var description = table.description
    (description.itemCount, description.sizeInBytes) = try transaction.statistics(of: table)
    return description
  }

  /// Source: *Amazon DynamoDB Developer Guide*, "Supported data types and naming rules in Amazon DynamoDB".
  static func checkName(_ name: String) throws(DynamoDBError) {
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    guard isPlain, (3...255).contains(name.utf8.count) else {
      throw .validation(
        "Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may contain only "
          + "the characters a-z, A-Z, 0-9, '_', '-', and '.'")
    }
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
