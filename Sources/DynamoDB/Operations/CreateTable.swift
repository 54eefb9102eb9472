/// Creates a table.
///
/// The service answers while the table is still being created; the embedded engine has it ready at once.
///
/// Source: *Amazon DynamoDB API Reference*, `CreateTable`.
public struct CreateTable: DynamoDBOperation {
  public static let name = "CreateTable"

  public var table: String
  public var keySchema: KeySchema
  public var indexes: [SecondaryIndex]
  public var billing: Billing
  public var deletionProtection: Bool
  public var tags: [String: String]

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

  public struct Output: Hashable, Sendable {
    public var table: TableDescription

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
    self.table = try members.required("TableName")
    billing = try Billing(mode: mode ?? "PROVISIONED", units: units)
    (keySchema, indexes) = try table.created()
    deletionProtection = protection
    self.tags = tags
    try checkIndexes()
  }

  /// What DynamoDB asks of the indexes among each other, and of their throughput.
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
