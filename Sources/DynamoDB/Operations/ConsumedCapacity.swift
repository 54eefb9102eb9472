/// What a request cost on one table, in DynamoDB's capacity units.
///
/// One write unit writes up to 1 KB; one read unit reads up to 4 KB strongly consistent, or 8 KB eventually
/// consistent. Transactions cost twice as much. A refused condition costs what the write would have.
///
/// Source: *Amazon DynamoDB Developer Guide*, "DynamoDB read and write operations".
public struct ConsumedCapacity: Hashable, Sendable {
  /// The table's name.
  public var table: String
  /// The sum of the units.
  public var units: Double
  /// The read part, which DynamoDB names only in transactions' answers.
  public var readUnits: Double?
  /// The write part, which DynamoDB names only in transactions' answers.
  public var writeUnits: Double?
  /// The table's own part, for `INDEXES`.
  public var tableUnits: Double?

  /// A cost of its parts: for clients and tests that make one.
  public init(
    table: String, units: Double, readUnits: Double? = nil, writeUnits: Double? = nil, tableUnits: Double? = nil
  ) {
    self.table = table
    self.units = units
    self.readUnits = readUnits
    self.writeUnits = writeUnits
    self.tableUnits = tableUnits
  }
}

extension ConsumedCapacity: JSONCodable {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("TableName", table)
      writeUnits(to: &writer, units)
      if let tableUnits {
        writer.key("Table")
        writer.object { writeUnits(to: &$0, tableUnits) }
      }
    }
  }

  private func writeUnits(to writer: inout JSONWriter, _ units: Double) {
    writer.key("CapacityUnits")
    writer.double(units)
    if let readUnits {
      writer.key("ReadCapacityUnits")
      writer.double(readUnits)
    }
    if let writeUnits {
      writer.key("WriteCapacityUnits")
      writer.double(writeUnits)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var capacity = ConsumedCapacity(table: "", units: 0)
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "TableName": capacity.table = try reader.string()
      case "CapacityUnits": capacity.units = try reader.double()
      case "ReadCapacityUnits": capacity.readUnits = try reader.double()
      case "WriteCapacityUnits": capacity.writeUnits = try reader.double()
      case "Table":
        try reader.object { reader, name throws(DynamoDBError) in
          if name == "CapacityUnits" { capacity.tableUnits = try reader.double() } else { try reader.skip() }
        }
      default: try reader.skip()
      }
    }
    self = capacity
  }
}
