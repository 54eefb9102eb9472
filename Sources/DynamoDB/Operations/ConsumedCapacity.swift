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
  /// The read units, which DynamoDB names only in transactions' answers.
  public var readUnits: Double?
  /// The write units, which DynamoDB names only in transactions' answers.
  public var writeUnits: Double?
  /// The table's own units, for `INDEXES`.
  public var tableUnits: Double?
  /// The global indexes' units, by their names, for `INDEXES`.
  public var globalIndexUnits: [String: Double] = [:]
  /// The local indexes' units, by their names, for `INDEXES`.
  public var localIndexUnits: [String: Double] = [:]

  /// A cost of its parts, all in capacity units: for clients and tests that make one.
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
      writeUnits(to: &writer, units, read: readUnits, write: writeUnits)
      if let tableUnits {
        writer.key("Table")
        writer.object { writePart(to: &$0, tableUnits) }
      }
      for (name, units) in [
        ("GlobalSecondaryIndexes", globalIndexUnits), ("LocalSecondaryIndexes", localIndexUnits),
      ] where !units.isEmpty {
        writer.key(name)
        writer.object { writer in
          for (index, units) in units.sorted(by: { $0.key < $1.key }) {
            writer.key(index)
            writer.object { writePart(to: &$0, units) }
          }
        }
      }
    }
  }

  /// A table's or an index's part, which is of the one kind that the whole is of.
  private func writePart(to writer: inout JSONWriter, _ units: Double) {
    writeUnits(
      to: &writer, units, read: readUnits.map { _ in units }, write: writeUnits.map { _ in units })
  }

  private func writeUnits(to writer: inout JSONWriter, _ units: Double, read: Double?, write: Double?) {
    writer.key("CapacityUnits")
    writer.double(units)
    if let read {
      writer.key("ReadCapacityUnits")
      writer.double(read)
    }
    if let write {
      writer.key("WriteCapacityUnits")
      writer.double(write)
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
      case "Table": capacity.tableUnits = try Self.units(from: &reader)
      case "GlobalSecondaryIndexes":
        capacity.globalIndexUnits = try reader.dictionary { reader throws(DynamoDBError) in
          try Self.units(from: &reader) ?? 0
        }
      case "LocalSecondaryIndexes":
        capacity.localIndexUnits = try reader.dictionary { reader throws(DynamoDBError) in
          try Self.units(from: &reader) ?? 0
        }
      default: try reader.skip()
      }
    }
    self = capacity
  }

  private static func units(from reader: inout JSONReader) throws(DynamoDBError) -> Double? {
    var units: Double?
    try reader.object { reader, name throws(DynamoDBError) in
      if name == "CapacityUnits" { units = try reader.double() } else { try reader.skip() }
    }
    return units
  }
}
