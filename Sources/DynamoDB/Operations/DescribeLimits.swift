/// Tells how much throughput tables may be given.
///
/// Source: *Amazon DynamoDB API Reference*, `DescribeLimits`.
public struct DescribeLimits: DynamoDBOperation {
  public static let name = "DescribeLimits"

  public init() {}

  /// Units a second.
  public struct Output: Hashable, Sendable {
    public var accountReadUnits: Int
    public var accountWriteUnits: Int
    public var tableReadUnits: Int
    public var tableWriteUnits: Int

    public init(accountReadUnits: Int, accountWriteUnits: Int, tableReadUnits: Int, tableWriteUnits: Int) {
      self.accountReadUnits = accountReadUnits
      self.accountWriteUnits = accountWriteUnits
      self.tableReadUnits = tableReadUnits
      self.tableWriteUnits = tableWriteUnits
    }
  }

  public var tables: [String] { [] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension DescribeLimits {
  public func write(to writer: inout JSONWriter) { writer.object { _ in } }

  public init(from reader: inout JSONReader) throws(DynamoDBError) { try reader.skip() }
}

extension DescribeLimits.Output: OperationOutput {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("AccountMaxReadCapacityUnits", accountReadUnits)
      writer.member("AccountMaxWriteCapacityUnits", accountWriteUnits)
      writer.member("TableMaxReadCapacityUnits", tableReadUnits)
      writer.member("TableMaxWriteCapacityUnits", tableWriteUnits)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var output = Self(accountReadUnits: 0, accountWriteUnits: 0, tableReadUnits: 0, tableWriteUnits: 0)
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "AccountMaxReadCapacityUnits": output.accountReadUnits = try reader.integer()
      case "AccountMaxWriteCapacityUnits": output.accountWriteUnits = try reader.integer()
      case "TableMaxReadCapacityUnits": output.tableReadUnits = try reader.integer()
      case "TableMaxWriteCapacityUnits": output.tableWriteUnits = try reader.integer()
      default: try reader.skip()
      }
    }
    self = output
  }
}
