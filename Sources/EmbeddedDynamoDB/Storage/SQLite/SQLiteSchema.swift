import DynamoDB
import FoundationEssentials
import GRDB

/// The layout of the database file.
///
/// `tables` lists the tables; each has an SQL table of its own, `items_<id>`, in the order of its keys, with the
/// item as DynamoDB JSON, and one for each of its indexes, `index_<id>_<name in hexadecimal>`, in the order of the
/// index's keys, with the key of the item; `requests` remembers client request tokens. `user_version` is the layout's
/// version.
///
/// Layouts: 1 had no indexes, tags and recovery; a file that has it is brought to the present one when it is opened.
enum SQLiteSchema {
  static let version = 2
  /// "TbTh": tells this format from any other SQLite file.
  static let applicationID = 0x5462_5468

  /// Refuses another program's file before it is changed: opening a pool turns its WAL mode on.
  ///
  /// The file is read through SQLite and not by itself: closing a file of one's own drops the locks that SQLite has on
  /// it in the same process. Source: SQLite documentation, "How To Corrupt An SQLite Database File", section 2.2.
  static func refuseForeignFile(_ path: String, _ configuration: Configuration) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    var configuration = configuration
    configuration.readonly = true
    try DatabaseQueue(path: path, configuration: configuration).read { database in
      let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
      // GRDB makes and drops a table of this name whenever it opens a pool.
      let tables = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM sqlite_schema WHERE name <> 'grdb_issue_102'")
      if application != applicationID, application != 0 || tables != 0 { throw foreign }
    }
  }

  private static var foreign: DatabaseError {
    DatabaseError(resultCode: .SQLITE_NOTADB, message: "this SQLite file belongs to another program")
  }

  /// Makes the layout in a new file, and checks that a file which exists has it.
  static func prepare(_ database: Database) throws {
    try database.inTransaction(.immediate) {
      let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
      let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      let isNew =
        try found == 0 && application == 0 && Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
      if isNew {
        try create(in: database)
      } else if application != applicationID {
        throw foreign
      } else if found == 1 {
        try upgradeFromFirst(database)
      } else if found != version {
        throw DatabaseError(
          resultCode: .SQLITE_NOTADB,
          message: "the file has layout \(found), this program knows layout \(version): use a matching version")
      }
      return .commit
    }
  }

  private static func create(in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE tables (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          name TEXT NOT NULL UNIQUE,
          description TEXT NOT NULL,
          ttl_attribute TEXT,
          tags TEXT,
          recovery_since_ms INTEGER,
          recovery_days INTEGER
        );
        CREATE TABLE requests (
          token TEXT PRIMARY KEY,
          digest BLOB NOT NULL,
          expires_at_ms INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX requests_by_expiry ON requests (expires_at_ms);
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        """)
  }

  private static func upgradeFromFirst(_ database: Database) throws {
    try database.execute(
      sql: """
        ALTER TABLE tables ADD COLUMN tags TEXT;
        ALTER TABLE tables ADD COLUMN recovery_since_ms INTEGER;
        ALTER TABLE tables ADD COLUMN recovery_days INTEGER;
        PRAGMA user_version = 2;
        """)
  }

  static func createItems(of table: Int64, in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE items_\(table) (
          partition BLOB NOT NULL,
          sort BLOB NOT NULL,
          size INTEGER NOT NULL,
          expires_at INTEGER,
          item TEXT NOT NULL,
          PRIMARY KEY (partition, sort)
        ) WITHOUT ROWID;
        CREATE INDEX items_\(table)_by_expiry ON items_\(table) (expires_at) WHERE expires_at IS NOT NULL;
        """)
  }

  static func dropItems(of table: Int64, in database: Database) throws {
    try database.execute(sql: "DROP TABLE items_\(table)")
  }

  /// The SQL table of an index. Names that differ in case only are two indexes, but would be one SQL table.
  static func entries(of index: SecondaryIndex, table: Int64) -> String {
    "index_\(table)_" + index.name.utf8.map { String($0, radix: 16) }.joined()
  }

  static func createEntries(of index: SecondaryIndex, table: Int64, in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE \(entries(of: index, table: table)) (
          partition BLOB NOT NULL,
          sort BLOB NOT NULL,
          item_partition BLOB NOT NULL,
          item_sort BLOB NOT NULL,
          size INTEGER NOT NULL,
          PRIMARY KEY (partition, sort)
        ) WITHOUT ROWID;
        """)
  }

  static func dropEntries(of index: SecondaryIndex, table: Int64, in database: Database) throws {
    try database.execute(sql: "DROP TABLE \(entries(of: index, table: table))")
  }
}
