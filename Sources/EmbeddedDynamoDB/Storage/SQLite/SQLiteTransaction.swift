import DynamoDB
import FoundationEssentials
import GRDB

/// One transaction on a ``SQLiteStorage``; it never leaves the connection's own queue.
struct SQLiteTransaction: StorageTransaction {
  let database: Database
  let tables: SeenTables

  func table(named name: String) throws(DynamoDBError) -> StoredTable? {
    try tables.table(named: name) { () throws(DynamoDBError) in
      try SQLiteFailure.translate {
        try Row.fetchOne(
          database.cachedStatement(sql: "SELECT \(TableRow.columns) FROM tables WHERE name = ?"), arguments: [name]
        ).map(TableRow.init)
      }
    }
  }

  func tableNames(after name: String?, limit: Int) throws(DynamoDBError) -> [String] {
    try SQLiteFailure.translate {
      try String.fetchAll(
        database, sql: "SELECT name FROM tables WHERE name > ? ORDER BY name LIMIT ?", arguments: [name ?? "", limit])
    }
  }

  func insert(_ table: StoredTable) throws(DynamoDBError) {
    tables.forget(table.name)
    try SQLiteFailure.translate {
      try database.execute(
        sql: """
          INSERT INTO tables (name, description, ttl_attribute, tags, recovery_since_ms, recovery_days)
          VALUES (?, ?, ?, ?, ?, ?)
          """, arguments: [table.name] + table.columns)
      let id = database.lastInsertedRowID
      try SQLiteSchema.createItems(of: id, in: database)
      for index in table.indexes { try SQLiteSchema.createEntries(of: index, table: id, in: database) }
    }
  }

  func update(_ table: StoredTable) throws(DynamoDBError) {
    let timeToLiveAttribute = try self.table(named: table.name)?.timeToLiveAttribute
    tables.forget(table.name)
    try SQLiteFailure.translate {
      try database.execute(
        sql: """
          UPDATE tables SET description = ?, ttl_attribute = ?, tags = ?, recovery_since_ms = ?, recovery_days = ?
          WHERE id = ?
          """, arguments: table.columns + [table.id])
    }
    if table.timeToLiveAttribute != timeToLiveAttribute { try findExpiries(of: table) }
  }

  private func findExpiries(of table: StoredTable) throws(DynamoDBError) {
    try SQLiteFailure.translate {
      try database.execute(sql: "UPDATE items_\(table.id) SET expires_at = NULL WHERE expires_at IS NOT NULL")
    }
    guard table.timeToLiveAttribute != nil else { return }
    try visit(.all(after: nil), in: table) { key, item throws(DynamoDBError) in
      guard let expiry = table.expiry(of: item) else { return true }
      try SQLiteFailure.translate {
        try database.cachedStatement(
          sql: "UPDATE items_\(table.id) SET expires_at = ? WHERE partition = ? AND sort = ?"
        ).execute(arguments: [expiry, Data(key.partition), Data(key.sort)])
      }
      return true
    }
  }

  func deleteTable(named name: String) throws(DynamoDBError) {
    guard let table = try table(named: name) else { return }
    tables.forget(name)
    try SQLiteFailure.translate {
      try database.execute(sql: "DELETE FROM tables WHERE id = ?", arguments: [table.id])
      try SQLiteSchema.dropItems(of: table.id, in: database)
      for index in table.indexes { try SQLiteSchema.dropEntries(of: index, table: table.id, in: database) }
    }
  }

  func statistics(of table: StoredTable) throws(DynamoDBError) -> (count: Int, size: Int) {
    try SQLiteFailure.translate {
      let row = try Row.fetchOne(database, sql: "SELECT count(*), coalesce(sum(size), 0) FROM items_\(table.id)")
      return (row?[0] ?? 0, row?[1] ?? 0)
    }
  }

  func digest(ofToken token: String, now: Timestamp) throws(DynamoDBError) -> [UInt8]? {
    try SQLiteFailure.translate {
      try Data.fetchOne(
        database, sql: "SELECT digest FROM requests WHERE token = ? AND expires_at_ms > ?",
        arguments: [token, now.milliseconds]
      ).map(Array.init)
    }
  }

  func remember(token: String, digest: [UInt8], until expiry: Timestamp, now: Timestamp) throws(DynamoDBError) {
    try SQLiteFailure.translate {
      try database.cachedStatement(sql: "DELETE FROM requests WHERE expires_at_ms <= ?")
        .execute(arguments: [now.milliseconds])
      try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO requests (token, digest, expires_at_ms) VALUES (?, ?, ?)"
      )
      .execute(arguments: [token, Data(digest), expiry.milliseconds])
    }
  }
}

extension StoredTable {
  /// What the file keeps of it beside its name.
  fileprivate var columns: StatementArguments {
    [
      String(decoding: description.json, as: UTF8.self), timeToLiveAttribute, tagsText, recovery?.since.milliseconds,
      recovery?.days,
    ]
  }

  private var tagsText: String? {
    guard !tags.isEmpty else { return nil }
    var writer = JSONWriter()
    writer.object { writer in
      for (key, value) in tags.sorted(by: { $0.key < $1.key }) {
        writer.key(key)
        writer.string(value)
      }
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
