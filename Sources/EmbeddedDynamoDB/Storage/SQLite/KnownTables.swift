import DynamoDB
import GRDB
import NIOConcurrencyHelpers

/// A table's row as the file has it.
struct TableRow: Hashable, Sendable {
  static let columns = "id, description, ttl_attribute, tags, recovery_since_ms, recovery_days"

  private let id: Int64
  private let description: String
  private let timeToLiveAttribute: String?
  private let tags: String?
  private let recoverySince: Int64?
  private let recoveryDays: Int?

  init(_ row: Row) {
    id = row[0]
    description = row[1]
    timeToLiveAttribute = row[2]
    tags = row[3]
    recoverySince = row[4]
    recoveryDays = row[5]
  }

  func table() throws(DynamoDBError) -> StoredTable {
    try SQLiteFailure.decoding { () throws(DynamoDBError) in
      StoredTable(
        id: id, description: try TableDescription(json: Array(description.utf8)),
        timeToLiveAttribute: timeToLiveAttribute,
        tags: try tags.map { text throws(DynamoDBError) in try Self.tags(text) } ?? [:],
        recovery: recoverySince.map {
          PointInTimeRecovery(since: Timestamp(milliseconds: $0), days: recoveryDays ?? 35)
        })
    }
  }

  private static func tags(_ text: String) throws(DynamoDBError) -> [String: String] {
    var reader = JSONReader(Array(text.utf8))
    return try reader.dictionary { reader throws(DynamoDBError) in try reader.string() }
  }
}

/// Tables whose rows have been read, so that a row which says the same is not read again. Other processes may change
/// tables: the row itself has to be looked at in every transaction.
final class KnownTables: Sendable {
  // Not `Mutex`: on Linux the thread sanitizer does not see who waits for it.
  private let known = NIOLockedValueBox<[String: (row: TableRow, table: StoredTable)]>([:])

  func table(of row: TableRow, named name: String) throws(DynamoDBError) -> StoredTable {
    if let (known, table) = known.withLockedValue({ $0[name] }), known == row { return table }
    let table = try row.table()
    known.withLockedValue { $0[name] = (row, table) }
    return table
  }

  func forget(_ name: String) { known.withLockedValue { $0[name] = nil } }
}

/// The tables that one SQLite transaction has looked at: nobody else changes them before its end.
final class SeenTables {
  private let known: KnownTables
  private var seen: [String: StoredTable] = [:]
  private var statements: [Int64: ItemStatements] = [:]

  init(_ known: KnownTables) { self.known = known }

  func table(named name: String, _ row: () throws(DynamoDBError) -> TableRow?) throws(DynamoDBError) -> StoredTable? {
    if let table = seen[name] { return table }
    guard let row = try row() else { return nil }
    let table = try known.table(of: row, named: name)
    seen[name] = table
    return table
  }

  func forget(_ name: String) {
    seen[name] = nil
    known.forget(name)
  }

  func statements(
    _ table: StoredTable, _ prepared: () throws(DynamoDBError) -> ItemStatements
  ) throws(DynamoDBError) -> ItemStatements {
    if let known = statements[table.id] { return known }
    let new = try prepared()
    statements[table.id] = new
    return new
  }
}
