import DynamoDB
import GRDB

/// What SQLite's errors mean to a client of DynamoDB.
enum SQLiteFailure {
  /// Runs `body` and turns what SQLite throws into a ``DynamoDBError``: a locked file into a throttled request,
  /// everything else (disk full, read-only, corrupt) into an internal server error that says which.
  static func translate<Success>(_ body: () throws -> Success) throws(DynamoDBError) -> Success {
    do {
      return try body()
    } catch let error as DynamoDBError {
      throw error
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      throw .throttled("the database file is locked by another process for too long")
    } catch {
      throw .service(code: internalServerError, status: 500, message: message(of: error))
    }
  }

  /// Whether an error came out of ``translate(_:)``, rather than from a request that was refused.
  static func isStorageFailure(_ error: DynamoDBError) -> Bool {
    switch error {
    case .throttled: true
    case .service(let code, _, _): code == internalServerError
    default: false
    }
  }

  /// Runs `body`, which reads what the file holds: what cannot be read is the file's fault, not the request's.
  static func decoding<Success>(_ body: () throws(DynamoDBError) -> Success) throws(DynamoDBError) -> Success {
    do throws(DynamoDBError) {
      return try body()
    } catch {
      throw .service(code: internalServerError, status: 500, message: "the file holds a row that cannot be read")
    }
  }

  /// What went wrong, without the statement and its arguments: those hold item values.
  static func message(of error: any Error) -> String {
    guard let error = error as? DatabaseError else { return "the storage failed" }
    let report = "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "unknown")"
    return meaning(of: error.resultCode).map { "\($0) (\(report))" } ?? report
  }

  private static func meaning(of code: ResultCode) -> String? {
    switch code {
    case .SQLITE_FULL: "the disk is full"
    case .SQLITE_READONLY: "the database file cannot be written"
    case .SQLITE_IOERR: "the disk, or a limit of it, refused to read or write"
    case .SQLITE_CORRUPT: "the database file is damaged"
    default: nil
    }
  }

  private static let internalServerError = "InternalServerError"
}
