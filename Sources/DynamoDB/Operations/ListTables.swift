/// Lists the names of the tables, at most 100 at a time.
///
/// Source: *Amazon DynamoDB API Reference*, `ListTables`.
public struct ListTables: DynamoDBOperation {
  public static let name = "ListTables"

  /// The last name of the page before this one.
  public var exclusiveStartName: String?
  /// How many names are answered at most, 1 to 100; 100 without it.
  public var limit: Int?

  /// The names behind `exclusiveStartName`, 100 at most unless `limit` is less.
  public init(exclusiveStartName: String? = nil, limit: Int? = nil) {
    self.exclusiveStartName = exclusiveStartName
    self.limit = limit
  }

  /// Some of the names, and where to go on.
  public struct Output: Hashable, Sendable {
    /// In the order of their bytes.
    public var names: [String]
    /// Where to go on, or `nil` at the end.
    public var lastEvaluatedName: String?

    /// An answer of its parts: for clients and tests that make one.
    public init(names: [String] = [], lastEvaluatedName: String? = nil) {
      self.names = names
      self.lastEvaluatedName = lastEvaluatedName
    }
  }

  public var tables: [String] { [] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension ListTables {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("ExclusiveStartTableName", exclusiveStartName)
      writer.member("Limit", limit)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var start: String?
    let members = try RequestMembers(from: &reader) { reader, name throws(DynamoDBError) in
      guard name == "ExclusiveStartTableName" else { return false }
      start = try reader.string()
      return true
    }
    exclusiveStartName = start
    limit = try members.limit()
    if let limit, limit > 100 {
      throw .validation(
        "1 validation error detected: Value '\(limit)' at 'limit' failed to satisfy constraint: "
          + "Member must have value less than or equal to 100")
    }
  }
}

extension ListTables.Output: OperationOutput {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("TableNames")
      writer.array(names) { $0.string($1) }
      writer.member("LastEvaluatedTableName", lastEvaluatedName)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var output = Self()
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "TableNames": output.names = try reader.list { reader throws(DynamoDBError) in try reader.string() }
      case "LastEvaluatedTableName": output.lastEvaluatedName = try reader.string()
      default: try reader.skip()
      }
    }
    self = output
  }
}
