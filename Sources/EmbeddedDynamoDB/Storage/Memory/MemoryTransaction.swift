import DynamoDB

/// The state of a ``MemoryStorage``, changed in place: engine operations decide first and write last, so that
/// there is never anything to roll back.
struct MemoryTransaction: StorageTransaction, Sendable {
  var tables: [String: MemoryTable] = [:]
  private var requests: [String: (digest: [UInt8], expiry: Timestamp)] = [:]

  func table(named name: String) -> StoredTable? { tables[name]?.record }

  func tableNames(after name: String?, limit: Int) -> [String] {
    let names = tables.keys.filter { candidate in name.map { String.precedes($0, candidate) } ?? true }
    return Array(names.sorted(by: String.precedes).prefix(limit))
  }

  mutating func insert(_ table: StoredTable) { tables[table.name] = MemoryTable(record: table) }
  mutating func update(_ table: StoredTable) { tables[table.name]?.record = table }
  mutating func deleteTable(named name: String) { tables[name] = nil }

  func statistics(of table: StoredTable) -> (count: Int, size: Int) {
    tables[table.name]?.items.statistics(\.size) ?? (0, 0)
  }

  func item(at key: StorageKey, in table: StoredTable) -> Item? { tables[table.name]?.items.value(at: key) }

  mutating func put(_ item: Item, at key: StorageKey, in table: StoredTable) {
    tables[table.name]?.items.put(item, at: key)
  }

  mutating func delete(at key: StorageKey, in table: StoredTable) { tables[table.name]?.items.delete(at: key) }

  func visit(
    _ range: StorageRange, in table: StoredTable, _ visit: (StorageKey, Item) throws(DynamoDBError) -> Bool
  ) throws(DynamoDBError) {
    try tables[table.name]?.items.visit(range, visit)
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
