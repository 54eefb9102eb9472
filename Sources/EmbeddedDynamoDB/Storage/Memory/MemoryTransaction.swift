import DynamoDB

/// The state of a ``MemoryStorage``, changed in place: engine operations decide first and write last, so that
/// there is never anything to roll back.
struct MemoryTransaction: StorageTransaction, Sendable {
  /// By the tables' ids; `nil` where one was deleted.
  private(set) var tables: [MemoryTable?] = []
  private var ids: [String: Int] = [:]
  private var requests: [String: (digest: [UInt8], expiry: Timestamp)] = [:]

  func table(named name: String) -> StoredTable? { ids[name].flatMap { tables[$0]?.record } }

  func tableNames(after name: String?, limit: Int) -> [String] {
    let names = ids.keys.filter { candidate in name.map { String.precedes($0, candidate) } ?? true }
    return Array(names.sorted(by: String.precedes).prefix(limit))
  }

  mutating func insert(_ table: StoredTable) {
    var table = table
    table.id = Int64(tables.count)
    ids[table.name] = tables.count
    tables.append(MemoryTable(record: table))
  }

  mutating func update(_ table: StoredTable) { self[table]?.record = table }

  mutating func deleteTable(named name: String) {
    if let id = ids.removeValue(forKey: name) { tables[id] = nil }
  }

  subscript(_ table: StoredTable) -> MemoryTable? {
    get { tables[Int(table.id)] }
    _modify { yield &tables[Int(table.id)] }
  }

  func statistics(of table: StoredTable) -> (count: Int, size: Int) {
    self[table]?.items.statistics(\.size) ?? (0, 0)
  }

  func item(at key: StorageKey, in table: StoredTable) -> Item? { self[table]?.items.value(at: key) }

  mutating func put(_ item: Item, at key: StorageKey, in table: StoredTable) {
    self[table]?.items.put(item, at: key)
  }

  mutating func delete(at key: StorageKey, in table: StoredTable) { self[table]?.items.delete(at: key) }

  mutating func rewrite(
    at key: StorageKey, in table: StoredTable, _ decide: (Item?) throws(DynamoDBError) -> Item?
  ) throws(DynamoDBError) {
    if table.hasIndexes {
      let old = item(at: key, in: table)
      try replace(old, with: decide(old), at: key, in: table)
    } else {
      try self[table]?.items.rewrite(at: key, decide)
    }
  }

  func visit(
    _ range: StorageRange, in table: StoredTable, _ visit: (StorageKey, Item) throws(DynamoDBError) -> Bool
  ) throws(DynamoDBError) {
    try self[table]?.items.visit(range, visit)
  }

  func expiredKeys(in table: StoredTable, _ range: ClosedRange<Int64>, limit: Int) throws(DynamoDBError) -> [StorageKey]
  {
    var keys: [StorageKey] = []
    try visit(.all(after: nil), in: table) { key, item throws(DynamoDBError) in
      if let expiry = table.expiry(of: item), range.contains(expiry) { keys.append(key) }
      return keys.count < limit
    }
    return keys
  }

  func digest(ofToken token: String, now: Timestamp) -> [UInt8]? {
    requests[token].flatMap { $0.expiry > now ? $0.digest : nil }
  }

  mutating func remember(token: String, digest: [UInt8], until expiry: Timestamp, now: Timestamp) {
    requests[token] = (digest, expiry)
    if requests.count > 10_000 { requests = requests.filter { $0.value.expiry > now } }
  }
}
