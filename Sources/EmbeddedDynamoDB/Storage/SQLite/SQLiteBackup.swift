import DynamoDB
import FoundationEssentials
import GRDB

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Copies a database file while others use it.
///
/// Source: SQLite documentation, "SQLite Backup API"; in one step, which others' writes neither disturb nor have to wait
/// for: the copy reads one moment's state from the log.
enum SQLiteBackup {
  /// Copies the file, has SQLite check the copy, and only then gives it its name, on the disk.
  ///
  /// Blocks for as long as reading the file twice takes.
  static func copy(_ path: String, to destination: String) throws(DynamoDBError) {
    guard FileManager.default.fileExists(atPath: path) else { throw .unavailable("there is no file \(path)") }
    // Anything else of that name would be looked at by SQLite as a part of the copy.
    for suffix in ["", "-wal", "-shm", "-journal"] where FileManager.default.fileExists(atPath: destination + suffix) {
      throw .unavailable("\(destination + suffix) is there already, and nothing is written over")
    }
    let partial = destination + ".partial"
    remove(partial)
    do {
      try copyAndCheck(path, to: partial)
      try FileManager.default.moveItem(atPath: partial, toPath: destination)
    } catch {
      remove(partial)
      throw .unavailable("cannot copy \(path) to \(destination): \(message(of: error))")
    }
    syncFolder(of: destination)
  }

  private static func copyAndCheck(_ path: String, to partial: String) throws {
    var configuration = Configuration()
    configuration.label = "TableTheory backup"
    configuration.busyMode = .timeout(30)
    try OrphanedLog.refuse(besides: path)
    try SQLiteSchema.refuseForeignFile(path, configuration)
    let copy = try DatabaseQueue(path: partial, configuration: configuration)
    configuration.readonly = true
    try DatabaseQueue(path: path, configuration: configuration).backup(to: copy)
    try copy.writeWithoutTransaction { database in
      let report = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
      guard report == "ok" else {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: report ?? "the copy cannot be checked")
      }
    }
    try copy.close()
  }

  private static func message(of error: any Error) -> String {
    error is DatabaseError ? SQLiteFailure.message(of: error) : "the copy cannot get its name"
  }

  private static func remove(_ partial: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: partial + suffix) }
  }

  /// So that the name survives a power failure too.
  private static func syncFolder(of path: String) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = close(descriptor)
  }
}
