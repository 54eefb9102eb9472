import DynamoDB

/// Where tables and items are kept: memory or a file.
///
/// A storage runs each transaction alone, from begin to end, against every other one, also those of other
/// processes; what a write transaction did is durable, as far as the storage is, when `write` returns.
protocol Storage: Sendable {
  associatedtype Transaction: StorageTransaction

  /// Runs a transaction that only looks: what it sees is one moment's state.
  func read<Result: Sendable>(
    _ body: @escaping @Sendable (inout Transaction) throws(DynamoDBError) -> Result
  ) async throws(DynamoDBError) -> Result

  /// Runs a transaction that may change things; if `body` throws, it must not have changed anything yet.
  func write<Result: Sendable>(
    _ body: @escaping @Sendable (inout Transaction) throws(DynamoDBError) -> Result
  ) async throws(DynamoDBError) -> Result
}

/// What the engine asks of a storage inside one transaction.
protocol StorageTransaction {
  func table(named name: String) throws(DynamoDBError) -> StoredTable?
  /// Names in ascending order of their bytes.
  func tableNames(after name: String?, limit: Int) throws(DynamoDBError) -> [String]
  mutating func insert(_ table: StoredTable) throws(DynamoDBError)
  /// Replaces a table's record; with another TTL attribute the items' expiries are found anew.
  mutating func update(_ table: StoredTable) throws(DynamoDBError)
  mutating func deleteTable(named name: String) throws(DynamoDBError)
  /// How many items a table has, and how many bytes DynamoDB would count for them.
  func statistics(of table: StoredTable) throws(DynamoDBError) -> (count: Int, size: Int)

  func item(at key: StorageKey, in table: StoredTable) throws(DynamoDBError) -> Item?
  mutating func put(_ item: Item, at key: StorageKey, in table: StoredTable) throws(DynamoDBError)
  mutating func delete(at key: StorageKey, in table: StoredTable) throws(DynamoDBError)
  /// Visits items in the order of their keys until `visit` returns `false`.
  func visit(
    _ range: StorageRange, in table: StoredTable, _ visit: (StorageKey, Item) throws(DynamoDBError) -> Bool
  ) throws(DynamoDBError)
  /// Keys of items whose TTL attribute lies in `range` (epoch seconds), at most `limit`.
  func expiredKeys(
    in table: StoredTable, _ range: ClosedRange<Int64>, limit: Int
  ) throws(DynamoDBError) -> [StorageKey]

  /// The digest of the request that used this client token, if its time is not up.
  func digest(ofToken token: String, now: Timestamp) throws(DynamoDBError) -> [UInt8]?
  mutating func remember(
    token: String, digest: [UInt8], until expiry: Timestamp, now: Timestamp
  ) throws(DynamoDBError)
}

/// A table as it is kept.
struct StoredTable: Sendable, Hashable {
  /// Given by the storage when the table is inserted; never used again.
  var id: Int64 = 0
  var description: TableDescription
  var timeToLiveAttribute: String?

  var name: String { description.name }
  var schema: KeySchema { description.keySchema }

  /// When an item expires, in epoch seconds: its TTL attribute, where that is a number.
  func expiry(of item: Item) -> Int64? {
    guard let timeToLiveAttribute, let number = item[timeToLiveAttribute]?.number else { return nil }
    return number.int64
  }
}
