import GRDB
import SystemPackage

/// The first bytes of a database file, read without SQLite: opening another program's file would already change it.
///
/// Source: SQLite documentation, "Database File Format", section 1.3.
enum SQLiteHeader {
  /// Refuses a file that is no SQLite database, or another program's.
  ///
  /// A file whose own contents are still in its write-ahead log passes; ``SQLiteSchema/prepare(_:)`` looks at it again.
  static func check(_ path: String) throws {
    guard let header = try read(path), !header.isEmpty else { return }
    guard header.starts(with: "SQLite format 3\0".utf8), header.count >= 72 else {
      throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "the file is no SQLite database")
    }
    let application = word(header, at: 68)
    let isForeign = application == 0 ? word(header, at: 40) != 0 : application != UInt32(SQLiteSchema.applicationID)
    guard !isForeign else {
      throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "this SQLite file belongs to another program")
    }
  }

  private static func word(_ header: [UInt8], at offset: Int) -> UInt32 {
    header[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The file's first bytes, or `nil` where there is no file.
  private static func read(_ path: String) throws -> [UInt8]? {
    let file: FileDescriptor
    do {
      file = try FileDescriptor.open(FilePath(path), .readOnly)
    } catch Errno.noSuchFileOrDirectory {
      return nil
    }
    return try file.closeAfter {
      var header = [UInt8](repeating: 0, count: 100)
      let count = try unsafe header.withUnsafeMutableBytes { try unsafe file.read(fromAbsoluteOffset: 0, into: $0) }
      return Array(header.prefix(count))
    }
  }
}
