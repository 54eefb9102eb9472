/// Deletes a table and all its items.
///
/// Source: *Amazon DynamoDB API Reference*, `DeleteTable`.
public struct DeleteTable: DynamoDBOperation {
  public static let name = "DeleteTable"

  /// The table's name.
  public var table: String

  /// The request; what has a default may be left out.
  public init(table: String) { self.table = table }

  /// The table as it was, with the status `DELETING`.
  public typealias Output = CreateTable.Output

  public var tables: [String] { [table] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension DeleteTable {
  public func write(to writer: inout JSONWriter) {
    writer.object { $0.member("TableName", table) }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    table = try RequestMembers(from: &reader).required(.tableName)
  }
}
