import DynamoDB
import FoundationEssentials
import GRDB

extension SQLiteTransaction {
  func item(at key: StorageKey, in table: StoredTable) throws(DynamoDBError) -> Item? {
    guard let json = try statements(table).item(at: key) else { return nil }
    return try SQLiteFailure.decoding { () throws(DynamoDBError) in try Item(json: json) }
  }

  func put(_ item: Item, at key: StorageKey, in table: StoredTable) throws(DynamoDBError) {
    try statements(table).put(item.jsonInAnyOrder, size: item.size, expiry: table.expiry(of: item), at: key)
  }

  func delete(at key: StorageKey, in table: StoredTable) throws(DynamoDBError) {
    try statements(table).delete(at: key)
  }

  private func statements(_ table: StoredTable) throws(DynamoDBError) -> ItemStatements {
    try tables.statements(table) { () throws(DynamoDBError) in try ItemStatements(table: table, database) }
  }

  func visit(
    _ range: StorageRange, in table: StoredTable, _ visit: (StorageKey, Item) throws(DynamoDBError) -> Bool
  ) throws(DynamoDBError) {
    let (conditions, arguments) = Self.conditions(of: range)
    let order = range.forward ? "ASC" : "DESC"
    let sql = """
      SELECT partition, sort, item FROM items_\(table.id) \(conditions) ORDER BY partition \(order), sort \(order)
      """
    let rows = try SQLiteFailure.translate { try Row.fetchCursor(database, sql: sql, arguments: arguments) }
    while let row = try SQLiteFailure.translate({ try rows.next() }) {
      let partition: Data = row[0]
      let sort: Data = row[1]
      let key = StorageKey(partition: Array(partition), sort: Array(sort))
      guard try visit(key, Self.item(row[2])) else { return }
    }
  }

  func expiredKeys(in table: StoredTable, _ range: ClosedRange<Int64>, limit: Int) throws(DynamoDBError) -> [StorageKey]
  {
    try SQLiteFailure.translate {
      try Row.fetchAll(
        database, sql: "SELECT partition, sort FROM items_\(table.id) WHERE expires_at BETWEEN ? AND ? LIMIT ?",
        arguments: [range.lowerBound, range.upperBound, limit]
      ).map { row in
        let partition: Data = row[0]
        let sort: Data = row[1]
        return StorageKey(partition: Array(partition), sort: Array(sort))
      }
    }
  }

  static func item(_ text: String) throws(DynamoDBError) -> Item {
    try SQLiteFailure.decoding { () throws(DynamoDBError) in try Item(json: Array(text.utf8)) }
  }

  /// A range as SQL: one partition or all, the bounds of the sort key, and what lies behind the start.
  static func conditions(of range: StorageRange) -> (sql: String, arguments: StatementArguments) {
    var conditions: [String] = []
    var arguments: [Data] = []
    var range = range
    if let start = range.start, range.partition != nil {
      // The start lies between the bounds: it takes the place of the one behind it, so that SQLite, which would seek by
      // either of the two, does not read again what the pages before have read.
      let bound = StorageRange.Bound(bytes: start.sort, isIncluded: false)
      if range.forward { range.lower = bound } else { range.upper = bound }
    }
    if let partition = range.partition {
      conditions.append("partition = ?")
      arguments.append(Data(partition))
    }
    if let lower = range.lower {
      conditions.append(lower.isIncluded ? "sort >= ?" : "sort > ?")
      arguments.append(Data(lower.bytes))
    }
    if let upper = range.upper {
      conditions.append(upper.isIncluded ? "sort <= ?" : "sort < ?")
      arguments.append(Data(upper.bytes))
    }
    if let start = range.start, range.partition == nil {
      conditions.append("(partition, sort) \(range.forward ? ">" : "<") (?, ?)")
      arguments += [Data(start.partition), Data(start.sort)]
    }
    return (conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "), StatementArguments(arguments))
  }
}
