import DynamoDB

extension MemoryTransaction {
  mutating func insert(_ index: SecondaryIndex, into table: StoredTable) {
    self[table]?.insert(index)
  }

  mutating func delete(_ index: SecondaryIndex, of table: StoredTable) {
    self[table]?.indexes[index.name] = nil
  }

  mutating func put(_ entry: IndexEntry, into index: SecondaryIndex, of table: StoredTable) {
    self[table]?.indexes[index.name]?.put(entry, at: entry.key)
  }

  mutating func deleteEntry(at key: StorageKey, in index: SecondaryIndex, of table: StoredTable) {
    self[table]?.indexes[index.name]?.delete(at: key)
  }

  func visit(
    _ range: StorageRange, in index: SecondaryIndex, of table: StoredTable,
    _ visit: (StorageKey, Item) throws(DynamoDBError) -> Bool
  ) throws(DynamoDBError) {
    guard let stored = self[table] else { return }
    try stored.indexes[index.name]?.visit(range) { key, entry throws(DynamoDBError) in
      guard let item = stored.items.value(at: entry.item) else { return true }
      return try visit(key, item)
    }
  }

  func statistics(of index: SecondaryIndex, in table: StoredTable) -> (count: Int, size: Int) {
    self[table]?.indexes[index.name]?.statistics(\.size) ?? (0, 0)
  }

  func collectionSize(of partition: [UInt8], in table: StoredTable) -> Int {
    guard let stored = self[table] else { return 0 }
    return table.indexes.filter { $0.scope == .local }
      .reduce(stored.items.size(of: partition, \.size)) { sum, index in
        sum + (stored.indexes[index.name]?.size(of: partition, \.size) ?? 0)
      }
  }
}
