import DynamoDB

/// What reads and writes cost.
///
/// Source: *Amazon DynamoDB Developer Guide*, "DynamoDB read and write operations": a write unit is 1 KB, a read
/// unit 4 KB strongly consistent; half of it eventually consistent, twice of either in a transaction.
enum CapacityUnits {
  /// Units of one write: whole KB of the larger of the two items, and one at least.
  static func write(old: Item?, new: Item?) -> Double { write(max(old?.size ?? 0, new?.size ?? 0)) }

  private static func write(_ size: Int) -> Double { Double(max(1, (size + 1023) / 1024)) }

  /// Units of reading `size` bytes.
  static func read(_ size: Int, consistent: Bool) -> Double {
    Double(max(1, (size + 4095) / 4096)) * (consistent ? 1 : 0.5)
  }

  /// Units that a write costs an index: nothing where what the index holds stays as it is, a deletion and a write
  /// where its key changes.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Using global secondary indexes in DynamoDB", "Write capacity units",
  /// and "Local secondary indexes", the same.
  static func write(
    old: Item?, new: Item?, at key: StorageKey, to index: SecondaryIndex, of table: KeySchema
  ) -> Double {
    let before = old.flatMap { IndexEntry(of: $0, at: key, in: index, of: table) }
    let after = new.flatMap { IndexEntry(of: $0, at: key, in: index, of: table) }
    switch (before, after) {
    case (nil, nil): return 0
    case (let entry?, nil), (nil, let entry?): return write(entry.size)
    case (let before?, let after?) where before.key != after.key: return write(before.size) + write(after.size)
    case (let before?, let after?):
      let isSame = old.map { index.held(of: $0, in: table) } == new.map { index.held(of: $0, in: table) }
      return isSame ? 0 : write(max(before.size, after.size))
    }
  }
}

/// What a request costs, as it adds up: for each table, its own part and that of each index.
struct CapacityTally {
  private struct Units {
    var read: Double?
    var write: Double?
    var table = 0.0
    var indexes: [SecondaryIndex.Scope: [String: Double]] = [:]

    var sum: Double { (read ?? 0) + (write ?? 0) }
  }

  private let wish: ReturnConsumedCapacity
  /// By what the request called the tables.
  private var tables: [String: Units] = [:]

  init(_ wish: ReturnConsumedCapacity) { self.wish = wish }

  /// - Parameter units: found out only where the request wants to know.
  mutating func read(_ units: @autoclosure () -> Double, of table: String, index: SecondaryIndex? = nil) {
    guard wish != .none else { return }
    let units = units()
    tables[table, default: Units()].read = (tables[table]?.read ?? 0) + units
    add(units, to: table, index)
  }

  /// A write of an item of `stored`, which the request called `table`.
  ///
  /// - Parameter factor: 2 in a transaction.
  mutating func write(
    old: Item?, new: Item?, by write: ItemWrite, named table: String, factor: Double = 1
  ) {
    guard wish != .none else { return }
    var parts: [(SecondaryIndex?, Double)] = [(nil, CapacityUnits.write(old: old, new: new))]
    for index in write.table.indexes {
      parts.append((index, CapacityUnits.write(old: old, new: new, at: write.key, to: index, of: write.table.schema)))
    }
    for (index, units) in parts where index == nil || units > 0 {
      tables[table, default: Units()].write = (tables[table]?.write ?? 0) + factor * units
      add(factor * units, to: table, index)
    }
  }

  private mutating func add(_ units: Double, to table: String, _ index: SecondaryIndex?) {
    if let index {
      tables[table]?.indexes[index.scope, default: [:]][index.name, default: 0] += units
    } else {
      tables[table]?.table += units
    }
  }

  /// The answer's part on the one table of a request.
  var sum: ConsumedCapacity? { each(apart: false)?.first }

  /// The answer's part on each table, in the order of their names.
  ///
  /// - Parameter apart: whether reads and writes are told apart, as in transactions.
  func each(apart: Bool) -> [ConsumedCapacity]? {
    guard wish != .none else { return nil }
    return tables.sorted { $0.key < $1.key }.map { table, units in
      var capacity = ConsumedCapacity(table: table, units: units.sum)
      if apart { (capacity.readUnits, capacity.writeUnits) = (units.read, units.write) }
      if wish == .indexes {
        capacity.tableUnits = units.table
        capacity.globalIndexUnits = units.indexes[.global] ?? [:]
        capacity.localIndexUnits = units.indexes[.local] ?? [:]
      }
      return capacity
    }
  }
}
