import DynamoDB

/// One table in memory: its items, and the entries of its indexes.
struct MemoryTable: Sendable {
  var record: StoredTable
  var items = SortedPartitions<Item>()
  /// By the indexes' names.
  var indexes: [String: SortedPartitions<IndexEntry>] = [:]

  init(record: StoredTable) {
    self.record = record
    for index in record.indexes { indexes[index.name] = SortedPartitions() }
  }

  /// Adds an index, filled with the items that are there.
  mutating func insert(_ index: SecondaryIndex) {
    var entries = SortedPartitions<IndexEntry>()
    items.forEach { key, item in
      if let entry = IndexEntry(of: item, at: key, in: index, of: record.schema) { entries.put(entry, at: entry.key) }
    }
    indexes[index.name] = entries
  }
}
