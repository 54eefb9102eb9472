import DynamoDB

/// A table as it is kept. However much there is to say of the table, a copy of this costs one reference: every request
/// makes some.
struct StoredTable: Sendable {
  /// What is kept of a table beside its items.
  private struct Record: Sendable {
    var description: TableDescription
    var timeToLiveAttribute: String?
    var tags: [String: String]
    var recovery: PointInTimeRecovery?
  }

  private final class SharedRecord: Sendable {
    let record: Record
    let indexes: [SecondaryIndex]

    init(_ record: Record) {
      self.record = record
      indexes = record.description.indexes.map(\.index)
    }
  }

  /// Given by the storage when the table is inserted; never used again.
  var id: Int64
  private var shared: SharedRecord

  init(
    id: Int64 = 0, description: TableDescription, timeToLiveAttribute: String? = nil, tags: [String: String] = [:],
    recovery: PointInTimeRecovery? = nil
  ) {
    self.id = id
    shared = SharedRecord(
      Record(description: description, timeToLiveAttribute: timeToLiveAttribute, tags: tags, recovery: recovery))
  }

  private var record: Record {
    get { shared.record }
    set { shared = SharedRecord(newValue) }
  }

  var description: TableDescription {
    get { shared.record.description }
    set { record.description = newValue }
  }

  var timeToLiveAttribute: String? {
    get { shared.record.timeToLiveAttribute }
    set { record.timeToLiveAttribute = newValue }
  }

  var tags: [String: String] {
    get { shared.record.tags }
    set { record.tags = newValue }
  }

  /// What was asked for; the engine itself keeps no backups.
  var recovery: PointInTimeRecovery? {
    get { shared.record.recovery }
    set { record.recovery = newValue }
  }

  var name: String { shared.record.description.name }
  var schema: KeySchema { shared.record.description.keySchema }
  var hasIndexes: Bool { !shared.indexes.isEmpty }
  var indexes: [SecondaryIndex] { shared.indexes }

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
