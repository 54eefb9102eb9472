import GRDB

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A write-ahead log whose database file is gone or empty.
///
/// SQLite would make a new file and throw the log away: commits that were acknowledged would be lost without a word.
enum OrphanedLog {
  static func refuse(besides path: String) throws {
    guard size(of: path) == 0, size(of: path + "-wal") > 0 else { return }
    throw DatabaseError(
      resultCode: .SQLITE_CORRUPT,
      message:
        "the file is missing or empty, but \(path)-wal holds writes to it: put the file back, or take that one away"
    )
  }

  /// 0 where there is none.
  private static func size(of path: String) -> Int {
    // Not `FileManager`, whose numbers have another type where the program links Foundation too.
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
