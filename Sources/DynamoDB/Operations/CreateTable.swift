/// Creates a table.
///
/// The service answers while the table is still being created; the embedded engine has it ready at once.
///
/// Source: *Amazon DynamoDB API Reference*, `CreateTable`.
public struct CreateTable: DynamoDBOperation {
  public static let name = "CreateTable"

  /// The table's name.
  public var table: String
  /// The table's key.
  public var keySchema: KeySchema
  /// Its secondary indexes.
  public var indexes: [SecondaryIndex]
  /// On demand, or by provisioned capacity.
  public var billing: Billing
  /// Whether `DeleteTable` is refused.
  public var deletionProtection: Bool
  /// For bills and policies.
  public var tags: [String: String]

  /// The request; what has a default may be left out.
  public init(
    table: String, partitionKey: KeySchema.Attribute, sortKey: KeySchema.Attribute? = nil,
    indexes: [SecondaryIndex] = [], billing: Billing = .onDemand, deletionProtection: Bool = false,
    tags: [String: String] = [:]
  ) {
    self.table = table
    self.keySchema = KeySchema(partition: partitionKey, sort: sortKey)
    self.indexes = indexes
    self.billing = billing
    self.deletionProtection = deletionProtection
    self.tags = tags
  }

  /// The table as it is now.
  public struct Output: Hashable, Sendable {
    /// The table as it is being made.
    public var table: TableDescription

    /// An answer of its parts: for clients and tests that make one.
    public init(table: TableDescription) { self.table = table }
  }

  public var tables: [String] { [table] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension CreateTable {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("TableName", table)
      writer.attributeDefinitions(of: [keySchema] + indexes.map(\.keySchema))
      keySchema.write(to: &writer)
      writer.indexes(indexes, scope: \.scope) { $1.write(to: &$0) }
      writer.billing(billing)
      if deletionProtection { writer.member("DeletionProtectionEnabled", true) }
      if !tags.isEmpty { writer.tags(tags) }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var table = TableMembers()
    var mode: String?
    var units: (read: Int, write: Int)?
    var protection = false
    var tags: [String: String] = [:]
    let members = try RequestMembers(from: &reader) { reader, name throws(DynamoDBError) in
      switch name {
      case "BillingMode": mode = try reader.string()
      case "ProvisionedThroughput": units = try Billing.units(from: &reader)
      case "DeletionProtectionEnabled": protection = try reader.bool()
      case "Tags": tags = try reader.tags()
      case "StreamSpecification": try reader.refuseStream()
      case "VectorIndexes", "ResourcePolicy", "GlobalTableSourceArn": throw .unsupported(name)
      default: return try table.read(name, from: &reader)
      }
      return true
    }
    self.table = try members.required(.tableName)
    billing = try Billing(mode: mode ?? "PROVISIONED", units: units)
    (keySchema, indexes) = try table.created()
    deletionProtection = protection
    self.tags = tags
    try checkIndexes()
  }

  /// What DynamoDB asks of the indexes: their number, names, keys, attributes and throughput.
  package func checkIndexes() throws(DynamoDBError) {
    for (scope, maximum, message) in [
      (SecondaryIndex.Scope.local, 5, "Number of LocalSecondaryIndexes exceeds per-table limit of 5"),
      (.global, 20, "GlobalSecondaryIndex count exceeds the per-table limit of 20"),
    ] where indexes.filter({ $0.scope == scope }).count > maximum {
      throw .invalidParameter(message)
    }
    var names: Set<String> = []
    for index in indexes {
      guard names.insert(index.name).inserted else { throw .invalidParameter("Duplicate index name: \(index.name)") }
      if index.scope == .global { try index.checkBilling(of: billing) }
    }
    try SecondaryIndex.checkKeys(of: indexes, in: keySchema)
    try SecondaryIndex.checkIncluded(by: indexes)
  }
}

extension CreateTable.Output: OperationOutput {
  public func write(to writer: inout JSONWriter) {
    writer.object { $0.member("TableDescription", table) }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    table = try reader.onlyMember("TableDescription") { reader throws(DynamoDBError) in
      try TableDescription(from: &reader)
    }
  }
}
