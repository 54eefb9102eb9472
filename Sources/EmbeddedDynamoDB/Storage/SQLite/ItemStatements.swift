import DynamoDB
import GRDB
import GRDBSQLite

/// The statements on one table's items, bound and stepped with SQLite's own functions: with GRDB's rows and arguments a
/// write takes twice the time.
///
/// It belongs to one SQLite transaction: the statements are the connection's, and are looked for in its cache once.
final class ItemStatements {
  private let database: Database
  private let select: Statement
  private let replace: Statement
  private let delete: Statement

  init(table: StoredTable, _ database: Database) throws(DynamoDBError) {
    self.database = database
    (select, replace, delete) = try SQLiteFailure.translate {
      let items = "items_\(table.id)"
      return (
        try database.cachedStatement(sql: "SELECT item FROM \(items) WHERE partition = ? AND sort = ?"),
        try database.cachedStatement(
          sql: "INSERT OR REPLACE INTO \(items) (partition, sort, item, size, expires_at) VALUES (?, ?, ?, ?, ?)"),
        try database.cachedStatement(sql: "DELETE FROM \(items) WHERE partition = ? AND sort = ?")
      )
    }
  }

  /// The JSON of the item at a key.
  func item(at key: StorageKey) throws(DynamoDBError) -> [UInt8]? {
    try unsafe run(select, key) { statement in
      guard unsafe sqlite3_column_type(statement, 0) == SQLITE_TEXT, let text = unsafe sqlite3_column_text(statement, 0)
      else { return [] }
      return unsafe Array(UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, 0))))
    }
  }

  func put(_ json: [UInt8], size: Int, expiry: Int64?, at key: StorageKey) throws(DynamoDBError) {
    try SQLiteFailure.translate {
      try unsafe json.withUnsafeBytes { json in
        let statement = unsafe replace.sqliteStatement
        try unsafe check(sqlite3_bind_text(statement, 3, json.baseAddress, CInt(json.count), nil))
        try unsafe check(sqlite3_bind_int64(statement, 4, Int64(size)))
        if let expiry { try unsafe check(sqlite3_bind_int64(statement, 5, expiry)) }
        _ = try unsafe run(replace, key) { _ in }
      }
    }
  }

  func delete(at key: StorageKey) throws(DynamoDBError) {
    _ = try unsafe run(delete, key) { _ in }
  }

  /// Runs a statement whose first two arguments are a key, and reads its first row, if there is one.
  ///
  /// What is bound lies where it is until the statement has been reset: SQLite makes no copies.
  private func run<Value>(
    _ statement: Statement, _ key: StorageKey, _ row: (SQLiteStatement) -> Value
  ) throws(DynamoDBError) -> Value? {
    try SQLiteFailure.translate {
      try unsafe key.partition.withUnsafeBytes { partition in
        try unsafe key.sort.withUnsafeBytes { sort in
          let statement = unsafe statement.sqliteStatement
          defer {
            unsafe sqlite3_reset(statement)
            unsafe sqlite3_clear_bindings(statement)
          }
          try unsafe bind(partition, to: 1, of: statement)
          try unsafe bind(sort, to: 2, of: statement)
          switch unsafe sqlite3_step(statement) {
          case SQLITE_ROW: return unsafe row(statement)
          case SQLITE_DONE: return nil
          case let code: throw failure(code)
          }
        }
      }
    }
  }

  private func bind(_ bytes: UnsafeRawBufferPointer, to place: CInt, of statement: SQLiteStatement) throws {
    // Without an address SQLite would bind NULL.
    let code =
      unsafe bytes.isEmpty
      ? sqlite3_bind_zeroblob(statement, place, 0)
      : sqlite3_bind_blob(statement, place, bytes.baseAddress, CInt(bytes.count), nil)
    try check(code)
  }

  private func check(_ code: CInt) throws { if code != SQLITE_OK { throw failure(code) } }

  private func failure(_ code: CInt) -> DatabaseError {
    let message = unsafe database.sqliteConnection.flatMap { unsafe String(validatingCString: sqlite3_errmsg($0)) }
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
  }
}
