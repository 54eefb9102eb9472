/// What a table is: the answer of `DescribeTable` and its neighbours.
///
/// Source: *Amazon DynamoDB API Reference*, `TableDescription`.
public struct TableDescription: Hashable, Sendable {
  public enum Status: String, Hashable, Sendable {
    case creating = "CREATING"
    case updating = "UPDATING"
    case deleting = "DELETING"
    case active = "ACTIVE"
    case inaccessibleEncryptionCredentials = "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    case archiving = "ARCHIVING"
    case archived = "ARCHIVED"
  }

  public var name: String
  public var status: Status
  public var keySchema: KeySchema
  /// Local ones first.
  public var indexes: [SecondaryIndexDescription]
  public var billing: Billing
  public var createdAt: Timestamp
  /// How many items there are; DynamoDB itself counts them every six hours or so.
  public var itemCount: Int
  /// The sum of the items' sizes in bytes.
  public var sizeInBytes: Int
  public var arn: String?
  public var id: String?
  public var deletionProtection: Bool

  public init(
    name: String, status: Status = .active, keySchema: KeySchema, indexes: [SecondaryIndexDescription] = [],
    billing: Billing = .onDemand, createdAt: Timestamp, itemCount: Int = 0, sizeInBytes: Int = 0, arn: String? = nil,
    id: String? = nil, deletionProtection: Bool = false
  ) {
    self.name = name
    self.status = status
    self.keySchema = keySchema
    self.indexes = indexes
    self.billing = billing
    self.createdAt = createdAt
    self.itemCount = itemCount
    self.sizeInBytes = sizeInBytes
    self.arn = arn
    self.id = id
    self.deletionProtection = deletionProtection
  }
}

/// How a table is paid for.
public enum Billing: Hashable, Sendable {
  /// By the request.
  case onDemand
  /// By the hour, for this many units a second.
  case provisioned(readUnits: Int, writeUnits: Int)
}

extension TableDescription: JSONCodable {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.attributeDefinitions(of: [keySchema] + indexes.map(\.index.keySchema))
      keySchema.write(to: &writer)
      writer.member("TableName", name)
      writer.member("TableStatus", status.rawValue)
      writer.key("CreationDateTime")
      writer.double(Double(createdAt.milliseconds) / 1000)
      writer.key("ProvisionedThroughput")
      billing.writeDescription(to: &writer)
      if billing == .onDemand {
        writer.key("BillingModeSummary")
        writer.object { $0.member("BillingMode", "PAY_PER_REQUEST") }
      }
      writer.member("ItemCount", itemCount)
      writer.member("TableSizeBytes", sizeInBytes)
      writer.member("TableArn", arn)
      writer.member("TableId", id)
      writer.indexes(indexes, scope: \.index.scope) { $1.write(to: &$0) }
      writer.member("DeletionProtectionEnabled", deletionProtection)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var members = TableMembers()
    var table = TableDescription(
      name: "", keySchema: KeySchema(partition: .init("")), createdAt: Timestamp(seconds: 0))
    var units: (read: Int, write: Int) = (0, 0)
    var onDemand = false
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "TableName": table.name = try reader.string()
      case "TableStatus": table.status = Status(rawValue: try reader.string()) ?? .updating
      case "CreationDateTime": table.createdAt = try reader.timestamp(name)
      case "ItemCount": table.itemCount = try reader.integer()
      case "TableSizeBytes": table.sizeInBytes = try reader.integer()
      case "TableArn": table.arn = try reader.string()
      case "TableId": table.id = try reader.string()
      case "DeletionProtectionEnabled": table.deletionProtection = try reader.bool()
      case "ProvisionedThroughput": units = try Billing.units(from: &reader)
      case "BillingModeSummary":
        try reader.object { reader, name throws(DynamoDBError) in
          if name == "BillingMode" { onDemand = try reader.string() == "PAY_PER_REQUEST" } else { try reader.skip() }
        }
      default:
        if try !members.read(name, from: &reader) { try reader.skip() }
      }
    }
    (table.keySchema, table.indexes) = try members.described()
    table.billing = onDemand ? .onDemand : .provisioned(readUnits: units.read, writeUnits: units.write)
    self = table
  }
}

extension Billing {
  var readUnits: Int { if case .provisioned(let read, _) = self { read } else { 0 } }
  var writeUnits: Int { if case .provisioned(_, let write) = self { write } else { 0 } }

  /// The units as a request has them.
  static func writeUnits(_ read: Int, _ write: Int, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("ReadCapacityUnits", read)
      writer.member("WriteCapacityUnits", write)
    }
  }

  /// The units as a description has them: 0 where there are none.
  func writeDescription(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("NumberOfDecreasesToday", 0)
      writer.member("ReadCapacityUnits", readUnits)
      writer.member("WriteCapacityUnits", writeUnits)
    }
  }

  /// The units of a `ProvisionedThroughput`.
  static func units(from reader: inout JSONReader) throws(DynamoDBError) -> (read: Int, write: Int) {
    var units: (read: Int, write: Int) = (0, 0)
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "ReadCapacityUnits": units.read = try reader.integer()
      case "WriteCapacityUnits": units.write = try reader.integer()
      default: try reader.skip()
      }
    }
    return units
  }
}
