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
  /// Adds a table, with its indexes.
  mutating func insert(_ table: StoredTable) throws(DynamoDBError)
  /// Replaces a table's record; with another TTL attribute the items' expiries are found anew.
  mutating func update(_ table: StoredTable) throws(DynamoDBError)
  mutating func deleteTable(named name: String) throws(DynamoDBError)
  /// How many items a table has, and how many bytes DynamoDB would count for them.
  func statistics(of table: StoredTable) throws(DynamoDBError) -> (count: Int, size: Int)

  func item(at key: StorageKey, in table: StoredTable) throws(DynamoDBError) -> Item?
  /// Writes an item, and nothing into the indexes: see ``rewrite(at:in:_:)``.
  mutating func put(_ item: Item, at key: StorageKey, in table: StoredTable) throws(DynamoDBError)
  /// Deletes an item, and nothing out of the indexes: see ``rewrite(at:in:_:)``.
  mutating func delete(at key: StorageKey, in table: StoredTable) throws(DynamoDBError)
  /// Puts what `decide` makes of the item at a key, `nil` for none, in its place, and brings the table's indexes up to
  /// date. Where `decide` throws, nothing changes.
  mutating func rewrite(
    at key: StorageKey, in table: StoredTable, _ decide: (Item?) throws(DynamoDBError) -> Item?
  ) throws(DynamoDBError)
  /// Visits items in the order of their keys until `visit` returns `false`.
  func visit(
    _ range: StorageRange, in table: StoredTable, _ visit: (StorageKey, Item) throws(DynamoDBError) -> Bool
  ) throws(DynamoDBError)
  /// Keys of items whose TTL attribute lies in `range` (epoch seconds), at most `limit`.
  func expiredKeys(
    in table: StoredTable, _ range: ClosedRange<Int64>, limit: Int
  ) throws(DynamoDBError) -> [StorageKey]

  /// Adds an index to a table that is there, and fills it with the table's items.
  mutating func insert(_ index: SecondaryIndex, into table: StoredTable) throws(DynamoDBError)
  mutating func delete(_ index: SecondaryIndex, of table: StoredTable) throws(DynamoDBError)
  mutating func put(_ entry: IndexEntry, into index: SecondaryIndex, of table: StoredTable) throws(DynamoDBError)
  mutating func deleteEntry(
    at key: StorageKey, in index: SecondaryIndex, of table: StoredTable
  ) throws(DynamoDBError)
  /// Visits an index's entries in the order of their keys, each with its whole item, until `visit` returns `false`.
  func visit(
    _ range: StorageRange, in index: SecondaryIndex, of table: StoredTable,
    _ visit: (StorageKey, Item) throws(DynamoDBError) -> Bool
  ) throws(DynamoDBError)
  /// How many items an index has, and how many bytes DynamoDB would count for what it holds of them.
  func statistics(
    of index: SecondaryIndex, in table: StoredTable
  ) throws(DynamoDBError) -> (count: Int, size: Int)
  /// How many bytes DynamoDB would count for the items of one partition, and for their entries in local indexes.
  func collectionSize(of partition: [UInt8], in table: StoredTable) throws(DynamoDBError) -> Int

  /// The digest of the request that used this client token, if its time is not up.
  func digest(ofToken token: String, now: Timestamp) throws(DynamoDBError) -> [UInt8]?
  mutating func remember(
    token: String, digest: [UInt8], until expiry: Timestamp, now: Timestamp
  ) throws(DynamoDBError)
}

extension StorageTransaction {
  mutating func rewrite(
    at key: StorageKey, in table: StoredTable, _ decide: (Item?) throws(DynamoDBError) -> Item?
  ) throws(DynamoDBError) {
    let old = try item(at: key, in: table)
    try replace(old, with: decide(old), at: key, in: table)
  }

  /// Puts `new` where `old` is, and brings the table's indexes up to date.
  ///
  /// An index has only keys of its own, and the items' sizes: what changes neither, it does not hear of.
  mutating func replace(
    _ old: Item?, with new: Item?, at key: StorageKey, in table: StoredTable
  ) throws(DynamoDBError) {
    if let new {
      try put(new, at: key, in: table)
    } else if old != nil {
      try delete(at: key, in: table)
    }
    guard table.hasIndexes else { return }
    for index in table.indexes {
      let before = old.flatMap { IndexEntry(of: $0, at: key, in: index, of: table.schema) }
      let after = new.flatMap { IndexEntry(of: $0, at: key, in: index, of: table.schema) }
      guard before != after else { continue }
      if let before, before.key != after?.key { try deleteEntry(at: before.key, in: index, of: table) }
      if let after { try put(after, into: index, of: table) }
    }
  }
}
