import DynamoDB

/// What reads and writes cost.
///
/// Source: *Amazon DynamoDB Developer Guide*, "DynamoDB read and write operations": a write unit is 1 KB, a read
/// unit 4 KB strongly consistent; half of it eventually consistent, twice of either in a transaction.
enum CapacityUnits {
  /// Units of one write: whole KB of the larger of the two items, and one at least.
  static func write(old: Item?, new: Item?) -> Double {
    Double(max(1, (max(old?.size ?? 0, new?.size ?? 0) + 1023) / 1024))
  }

  /// Units of reading `size` bytes.
  static func read(_ size: Int, consistent: Bool) -> Double {
    Double(max(1, (size + 4095) / 4096)) * (consistent ? 1 : 0.5)
  }
}

extension ReturnConsumedCapacity {
  /// The answer's part on one table, if the request asked for it.
  func report(_ table: String, _ units: Double) -> ConsumedCapacity? {
    switch self {
    case .none: nil
    case .total: ConsumedCapacity(table: table, units: units)
    case .indexes: ConsumedCapacity(table: table, units: units, tableUnits: units)
    }
  }

  /// The answer's part on each table of a batch, in the order of their names.
  func report(table units: [String: Double]) -> [ConsumedCapacity]? {
    guard self != .none else { return nil }
    return units.sorted { $0.key < $1.key }.compactMap { report($0.key, $0.value) }
  }

  /// The answer's part on each table of a transaction, in the order of their names.
  func report(read: [String: Double] = [:], written: [String: Double] = [:]) -> [ConsumedCapacity]? {
    guard self != .none else { return nil }
    return Set(read.keys).union(written.keys).sorted().map { table in
      let units = (read[table] ?? 0) + (written[table] ?? 0)
      return ConsumedCapacity(
        table: table, units: units, readUnits: read[table], writeUnits: written[table],
        tableUnits: self == .indexes ? units : nil)
    }
  }
}
