/// Changes a table: how it is paid for, its protection, its global indexes.
///
/// The service answers while the table is still being changed; the embedded engine has it ready at once, a new index
/// filled with the table's items.
///
/// Source: *Amazon DynamoDB API Reference*, `UpdateTable`.
public struct UpdateTable: DynamoDBOperation {
  public static let name = "UpdateTable"

  /// A change of one global index. DynamoDB makes or deletes one in a request.
  public enum IndexUpdate: Hashable, Sendable {
    /// Makes an index, and fills it from the items that are there.
    case create(SecondaryIndex)
    /// Another throughput.
    case update(name: String, billing: Billing)
    /// Deletes an index.
    case delete(name: String)
  }

  /// The table's name.
  public var table: String
  /// `nil` leaves it.
  public var billing: Billing?
  /// `nil` leaves it.
  public var deletionProtection: Bool?
  /// One index is made or deleted in a request.
  public var indexUpdates: [IndexUpdate]

  /// The request; what is left out stays as it is.
  public init(
    table: String, billing: Billing? = nil, deletionProtection: Bool? = nil, indexUpdates: [IndexUpdate] = []
  ) {
    self.table = table
    self.billing = billing
    self.deletionProtection = deletionProtection
    self.indexUpdates = indexUpdates
  }

  public typealias Output = CreateTable.Output

  public var tables: [String] { [table] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension UpdateTable {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      let created = indexUpdates.compactMap { if case .create(let index) = $0 { index.keySchema } else { nil } }
      writer.member("TableName", table)
      if !created.isEmpty { writer.attributeDefinitions(of: created) }
      if let billing { writer.billing(billing) }
      if let deletionProtection { writer.member("DeletionProtectionEnabled", deletionProtection) }
      if !indexUpdates.isEmpty {
        writer.key("GlobalSecondaryIndexUpdates")
        writer.array(indexUpdates) { $1.write(to: &$0) }
      }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var definitions = AttributeDefinitions()
    var mode: String?
    var units: (read: Int, write: Int)?
    var protection: Bool?
    var updates: [IndexUpdate.Members] = []
    var changesNothingHere = false
    let members = try RequestMembers(from: &reader) { reader, name throws(DynamoDBError) in
      switch name {
      case "AttributeDefinitions": definitions = try AttributeDefinitions(from: &reader)
      case "BillingMode": mode = try reader.string()
      case "ProvisionedThroughput": units = try Billing.units(from: &reader)
      case "DeletionProtectionEnabled": protection = try reader.bool()
      case "GlobalSecondaryIndexUpdates":
        updates = try reader.list { reader throws(DynamoDBError) in try IndexUpdate.Members(from: &reader) }
      case "StreamSpecification":
        try reader.refuseStream()
        changesNothingHere = true
      case "ReplicaUpdates", "GlobalTableWitnessUpdates", "MultiRegionConsistency", "VectorIndexUpdates":
        throw .unsupported(name)
      case "SSESpecification", "TableClass", "OnDemandThroughput", "WarmThroughput":
        try reader.skip()
        changesNothingHere = true
      default: return false
      }
      return true
    }
    table = try members.required(.tableName)
    billing = mode != nil || units != nil ? try Billing(mode: mode ?? "PROVISIONED", units: units) : nil
    deletionProtection = protection
    indexUpdates = []
    for update in updates { indexUpdates.append(try update.update(definitions)) }
    guard billing != nil || protection != nil || !updates.isEmpty || changesNothingHere else {
      throw .validation(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or "
          + "SSESpecification or ReplicaUpdates is required")
    }
  }
}

extension UpdateTable.IndexUpdate {
  /// The index that is changed.
  public var name: String {
    switch self {
    case .create(let index): index.name
    case .update(let name, _), .delete(let name): name
    }
  }

  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      switch self {
      case .create(let index):
        writer.key("Create")
        index.write(to: &writer)
      case .update(let name, let billing):
        writer.key("Update")
        writer.object { writer in
          writer.member("IndexName", name)
          if case .provisioned(let read, let write) = billing {
            writer.key("ProvisionedThroughput")
            Billing.writeUnits(read, write, to: &writer)
          }
        }
      case .delete(let name):
        writer.key("Delete")
        writer.object { $0.member("IndexName", name) }
      }
    }
  }

  /// One update, as it came.
  fileprivate struct Members {
    var create: IndexMembers?
    var update: IndexMembers?
    var delete: IndexMembers?

    init(from reader: inout JSONReader) throws(DynamoDBError) {
      var members = Self()
      try reader.object { reader, name throws(DynamoDBError) in
        switch name {
        case "Create": members.create = try IndexMembers(.global, from: &reader)
        case "Update": members.update = try IndexMembers(.global, from: &reader)
        case "Delete": members.delete = try IndexMembers(.global, from: &reader)
        default: try reader.skip()
        }
      }
      self = members
    }

    private init() {}

    func update(_ definitions: AttributeDefinitions) throws(DynamoDBError) -> UpdateTable.IndexUpdate {
      switch (create, update, delete) {
      case (let members?, nil, nil):
        // The table's own key is asked only by local indexes.
        return .create(try members.index(definitions, of: KeySchema(partition: .init(""))))
      case (nil, let members?, nil):
        return .update(
          name: try Self.name(of: members), billing: try Billing(mode: "PROVISIONED", units: members.units))
      case (nil, nil, let members?): return .delete(name: try Self.name(of: members))
      default:
        throw .invalidParameter(
          "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
            + "GlobalSecondaryIndexUpdate.Delete must not be null")
      }
    }

    private static func name(of members: IndexMembers) throws(DynamoDBError) -> String {
      guard let name = members.name else { throw RequestMembers.missing("IndexName") }
      return name
    }
  }
}
