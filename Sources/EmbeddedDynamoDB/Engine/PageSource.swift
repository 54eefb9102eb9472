import DynamoDB

/// What a page is read from: a table, or one of its indexes.
struct PageSource {
  let table: StoredTable
  let index: SecondaryIndex?

  init(_ table: StoredTable, index name: String?, consistent: Bool) throws(DynamoDBError) {
    self.table = table
    guard let name else {
      index = nil
      return
    }
    guard let index = table.indexes.first(where: { $0.name == name }) else {
      throw .validation("The table does not have the specified index: \(name)")
    }
    if consistent, index.scope == .global {
      throw .validation("Consistent reads are not supported on global secondary indexes")
    }
    self.index = index
  }

  /// The key that a condition is on.
  var schema: KeySchema { index?.keySchema ?? table.schema }

  /// Where a page ended: of an index, its key and the table's.
  func key(of item: Item) -> Item {
    var key = table.schema.key(of: item)
    for attribute in index?.keySchema.attributes ?? [] { key[attribute.name] = item[attribute.name] }
    return key
  }

  /// A starting key: its partition and sort key as a condition sees them, and the place that a visit begins behind.
  func start(_ key: Item) throws(DynamoDBError) -> (partition: [UInt8], sort: [UInt8], entry: StorageKey) {
    do throws(DynamoDBError) {
      guard let index else {
        let place = try table.schema.storageKey(ofKey: key)
        return (place.partition, place.sort, place)
      }
      let attributes = Set((index.keySchema.attributes + table.schema.attributes).map(\.name))
      guard Set(key.keys) == attributes else {
        throw .validation("The provided key element does not match the schema")
      }
      let place = try table.schema.storageKey(ofKey: table.schema.key(of: key))
      let own = try index.keySchema.storageKey(ofKey: index.keySchema.key(of: key))
      guard let entry = IndexEntry.key(of: key, at: place, in: index) else {
        throw .validation("The provided key element does not match the schema")
      }
      return (own.partition, own.sort, entry)
    } catch .validation(let message) {
      throw .validation("The provided starting key is invalid: \(message)")
    }
  }

  func visit(
    _ range: StorageRange, in transaction: borrowing some StorageTransaction,
    _ visit: (StorageKey, Item) throws(DynamoDBError) -> Bool
  ) throws(DynamoDBError) {
    if let index {
      try transaction.visit(range.ofEntries(), in: index, of: table, visit)
    } else {
      try transaction.visit(range, in: table, visit)
    }
  }
}
