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
  /// On demand, or by provisioned capacity.
  public var billing: Billing
  /// Whether `DeleteTable` is refused.
  public var deletionProtection: Bool

  /// The request; what has a default may be left out.
  public init(
    table: String, partitionKey: KeySchema.Attribute, sortKey: KeySchema.Attribute? = nil,
    billing: Billing = .onDemand, deletionProtection: Bool = false
  ) {
    self.table = table
    self.keySchema = KeySchema(partition: partitionKey, sort: sortKey)
    self.billing = billing
    self.deletionProtection = deletionProtection
  }

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
      keySchema.write(to: &writer)
      switch billing {
      case .onDemand: writer.member("BillingMode", "PAY_PER_REQUEST")
      case .provisioned(let read, let write):
        writer.member("BillingMode", "PROVISIONED")
        writer.key("ProvisionedThroughput")
        writer.object { writer in
          writer.member("ReadCapacityUnits", read)
          writer.member("WriteCapacityUnits", write)
        }
      }
      if deletionProtection { writer.member("DeletionProtectionEnabled", true) }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var schema = KeySchema.Members()
    var mode = "PROVISIONED"
    var units: (read: Int, write: Int)?
    var protection = false
    let members = try RequestMembers(from: &reader) { reader, name throws(DynamoDBError) in
      switch name {
      case "BillingMode": mode = try reader.string()
      case "ProvisionedThroughput": units = try Billing.units(from: &reader)
      case "DeletionProtectionEnabled": protection = try reader.bool()
      case "GlobalSecondaryIndexes", "LocalSecondaryIndexes", "StreamSpecification":
        throw .validation("\(name) is not supported by this endpoint: leave it out")
      default: return try schema.read(name, from: &reader)
      }
      return true
    }
    table = try members.required("TableName")
    keySchema = try schema.schema()
    billing = try Self.billing(mode: mode, units: units)
    deletionProtection = protection
  }

  private static func billing(mode: String, units: (read: Int, write: Int)?) throws(DynamoDBError) -> Billing {
    switch (mode, units) {
    case ("PAY_PER_REQUEST", nil): return .onDemand
    case ("PAY_PER_REQUEST", _?):
      throw .validation(
        "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be "
          + "specified when BillingMode is PAY_PER_REQUEST")
    case ("PROVISIONED", let units?):
      guard units.read >= 1, units.write >= 1 else {
        throw .validation(
          "1 validation error detected: Value '\(min(units.read, units.write))' at 'provisionedThroughput' failed to "
            + "satisfy constraint: Member must have value greater than or equal to 1")
      }
      return .provisioned(readUnits: units.read, writeUnits: units.write)
    case ("PROVISIONED", nil):
      throw .validation(
        "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be "
          + "specified when BillingMode is PROVISIONED")
    default:
      throw .validation(
        "1 validation error detected: Value '\(mode)' at 'billingMode' failed to satisfy constraint: "
          + "Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]")
    }
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
