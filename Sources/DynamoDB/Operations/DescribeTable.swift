/// Tells what a table is.
///
/// Source: *Amazon DynamoDB API Reference*, `DescribeTable`.
public struct DescribeTable: DynamoDBOperation {
  public static let name = "DescribeTable"

  /// The table's name.
  public var table: String

  /// The request; what has a default may be left out.
  public init(table: String) { self.table = table }

  /// The table as it is.
  public struct Output: Hashable, Sendable {
    /// The table as it is.
    public var table: TableDescription

    /// An answer of its parts: for clients and tests that make one.
    public init(table: TableDescription) { self.table = table }
  }

  public var tables: [String] { [table] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension DescribeTable {
  public func write(to writer: inout JSONWriter) {
    writer.object { $0.member("TableName", table) }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    table = try RequestMembers(from: &reader).required(.tableName)
  }
}

extension DescribeTable.Output: OperationOutput {
  public func write(to writer: inout JSONWriter) {
    writer.object { $0.member("Table", table) }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    table = try reader.onlyMember("Table") { reader throws(DynamoDBError) in try TableDescription(from: &reader) }
  }
}
