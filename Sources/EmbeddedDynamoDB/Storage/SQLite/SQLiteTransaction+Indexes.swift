import DynamoDB
import FoundationEssentials
import GRDB

extension SQLiteTransaction {
  func insert(_ index: SecondaryIndex, into table: StoredTable) throws(DynamoDBError) {
    try SQLiteFailure.translate { try SQLiteSchema.createEntries(of: index, table: table.id, in: database) }
    try visit(.all(after: nil), in: table) { key, item throws(DynamoDBError) in
      if let entry = IndexEntry(of: item, at: key, in: index, of: table.schema) {
        try put(entry, into: index, of: table)
      }
      return true
    }
  }

  func delete(_ index: SecondaryIndex, of table: StoredTable) throws(DynamoDBError) {
    try SQLiteFailure.translate { try SQLiteSchema.dropEntries(of: index, table: table.id, in: database) }
  }

  func put(_ entry: IndexEntry, into index: SecondaryIndex, of table: StoredTable) throws(DynamoDBError) {
    try SQLiteFailure.translate {
      try database.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO \(SQLiteSchema.entries(of: index, table: table.id))
            (partition, sort, item_partition, item_sort, size) VALUES (?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        Data(entry.key.partition), Data(entry.key.sort), Data(entry.item.partition), Data(entry.item.sort), entry.size,
      ])
    }
  }

  func deleteEntry(at key: StorageKey, in index: SecondaryIndex, of table: StoredTable) throws(DynamoDBError) {
    try SQLiteFailure.translate {
      try database.cachedStatement(
        sql: "DELETE FROM \(SQLiteSchema.entries(of: index, table: table.id)) WHERE partition = ? AND sort = ?"
      ).execute(arguments: [Data(key.partition), Data(key.sort)])
    }
  }

  func visit(
    _ range: StorageRange, in index: SecondaryIndex, of table: StoredTable,
    _ visit: (StorageKey, Item) throws(DynamoDBError) -> Bool
  ) throws(DynamoDBError) {
    let (conditions, arguments) = Self.conditions(of: range)
    let order = range.forward ? "ASC" : "DESC"
    // A cross join keeps this order of the two: SQLite would be free to walk the items instead.
    let sql = """
      SELECT entry.partition, entry.sort, item
      FROM (SELECT * FROM \(SQLiteSchema.entries(of: index, table: table.id)) \(conditions)) AS entry
        CROSS JOIN items_\(table.id) AS stored
          ON stored.partition = entry.item_partition AND stored.sort = entry.item_sort
      ORDER BY entry.partition \(order), entry.sort \(order)
      """
    let rows = try SQLiteFailure.translate { try Row.fetchCursor(database, sql: sql, arguments: arguments) }
    while let row = try SQLiteFailure.translate({ try rows.next() }) {
      let partition: Data = row[0]
      let sort: Data = row[1]
      let key = StorageKey(partition: Array(partition), sort: Array(sort))
      guard try visit(key, Self.item(row[2])) else { return }
    }
  }

  func statistics(
    of index: SecondaryIndex, in table: StoredTable
  ) throws(DynamoDBError) -> (count: Int, size: Int) {
    try SQLiteFailure.translate {
      let row = try Row.fetchOne(
        database,
        sql: "SELECT count(*), coalesce(sum(size), 0) FROM \(SQLiteSchema.entries(of: index, table: table.id))"
      )
      return (row?[0] ?? 0, row?[1] ?? 0)
    }
  }

  func collectionSize(of partition: [UInt8], in table: StoredTable) throws(DynamoDBError) -> Int {
    let local = table.indexes.filter { $0.scope == .local }
    return try SQLiteFailure.translate {
      try (["items_\(table.id)"] + local.map { SQLiteSchema.entries(of: $0, table: table.id) }).reduce(0) { sum, name in
        let size = try Int.fetchOne(
          database, sql: "SELECT coalesce(sum(size), 0) FROM \(name) WHERE partition = ?",
          arguments: [Data(partition)])
        return sum + (size ?? 0)
      }
    }
  }
}
