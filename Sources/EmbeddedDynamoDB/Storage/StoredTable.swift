import DynamoDB

/// A table as it is kept.
struct StoredTable: Sendable, Hashable {
  /// Given by the storage when the table is inserted; never used again.
  var id: Int64 = 0
  var description: TableDescription
  var timeToLiveAttribute: String?
  var tags: [String: String] = [:]
  /// What was asked for; the engine itself keeps no backups.
  var recovery: PointInTimeRecovery?

  var name: String { description.name }
  var schema: KeySchema { description.keySchema }
  var hasIndexes: Bool { !description.indexes.isEmpty }
  var indexes: [SecondaryIndex] { description.indexes.map(\.index) }

  /// When an item expires, in epoch seconds: its TTL attribute, where that is a number.
  func expiry(of item: Item) -> Int64? {
    guard let timeToLiveAttribute, let number = item[timeToLiveAttribute]?.number else { return nil }
    return number.int64
  }
}

/// Point-in-time recovery, as far as a table says that it has it.
struct PointInTimeRecovery: Sendable, Hashable {
  var since: Timestamp
  var days: Int
}
