import Dispatch
import DynamoDB
import GRDB
import NIOConcurrencyHelpers
import Synchronization

/// Tables in an SQLite file, which several processes may have open at once.
///
/// The file is in WAL mode, so that reads go on beside the one writer, and every commit is synced to the disk
/// before `write` returns. Writes that wait for each other share one commit: the price of the sync is paid once.
///
/// Source: SQLite documentation, "Write-Ahead Logging" and "PRAGMA synchronous".
final class SQLiteStorage: Storage {
  let pool: DatabasePool
  private let known = KnownTables()
  // Not `Mutex`: on Linux the thread sanitizer does not see who waits for it.
  private let waiting = NIOLockedValueBox<[any PendingWrite]>([])

  /// Opens the file, and makes it if it is missing.
  ///
  /// - Throws: ``DynamoDBError/unavailable(_:)`` where it cannot be opened or is no database of this format.
  init(path: String) throws(DynamoDBError) {
    do {
      var configuration = Configuration()
      configuration.label = "TableTheory"
      configuration.busyMode = .timeout(30)
      pool = try Self.open(path, configuration)
      try pool.writeWithoutTransaction { database in
        // GRDB's pool sets NORMAL, which can lose the last commits when the power fails.
        try database.execute(sql: "PRAGMA synchronous = FULL")
        try SQLiteSchema.prepare(database)
      }
    } catch {
      throw .unavailable("cannot open the database file \(path): \(SQLiteFailure.message(of: error))")
    }
  }

  /// Opens the file, again for a while where another process is just opening it too: SQLite does not wait by itself
  /// while two of them turn its WAL mode on.
  private static func open(_ path: String, _ configuration: Configuration) throws -> DatabasePool {
    var attempts = 500
    while true {
      do {
        try OrphanedLog.refuse(besides: path)
        try SQLiteSchema.refuseForeignFile(path, configuration)
        return try DatabasePool(path: path, configuration: configuration)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && attempts > 0 {
        attempts -= 1
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(20))
      }
    }
  }

  func read<Result: Sendable>(
    _ body: @escaping @Sendable (inout SQLiteTransaction) throws(DynamoDBError) -> Result
  ) async throws(DynamoDBError) -> Result {
    try await withCheckedContinuation {
      (continuation: CheckedContinuation<Swift.Result<Result, DynamoDBError>, Never>) in
      pool.asyncRead { [known] access in
        continuation.resume(
          returning: Swift.Result { () throws(DynamoDBError) in
            let database = try SQLiteFailure.translate { try access.get() }
            var transaction = SQLiteTransaction(database: database, tables: SeenTables(known))
            return try body(&transaction)
          })
      }
    }.get()
  }

  func write<Result: Sendable>(
    _ body: @escaping @Sendable (inout SQLiteTransaction) throws(DynamoDBError) -> Result
  ) async throws(DynamoDBError) -> Result {
    try await withCheckedContinuation {
      (continuation: CheckedContinuation<Swift.Result<Result, DynamoDBError>, Never>) in
      let write = WaitingWrite(body: body, continuation: continuation)
      let isFirst = waiting.withLockedValue { waiting in
        waiting.append(write)
        return waiting.count == 1
      }
      if isFirst { pool.asyncWriteWithoutTransaction { database in self.commitWaiting(in: database) } }
    }.get()
  }

  /// Runs all writes that wait in one SQLite transaction, then answers them.
  private func commitWaiting(in database: Database) {
    let writes = waiting.withLockedValue { waiting in
      defer { waiting = [] }
      return waiting
    }
    let failure = commit(writes, in: database)
    guard let failure, writes.count > 1, !failure.isThrottled else {
      for write in writes { write.answer(commitFailure: failure) }
      return
    }
    // One of them met what the storage could not do, a row that cannot be read say: each for itself now. Not where the
    // file was locked, for that concerns them all.
    for write in writes { write.answer(commitFailure: commit([write], in: database)) }
  }

  /// Runs writes in one SQLite transaction.
  ///
  /// - Returns: why nothing of it has happened.
  private func commit(_ writes: [any PendingWrite], in database: Database) -> DynamoDBError? {
    do throws(DynamoDBError) {
      try SQLiteFailure.translate {
        try database.inTransaction(.immediate) {
          var transaction = SQLiteTransaction(database: database, tables: SeenTables(known))
          for write in writes { try write.run(in: &transaction) }
          return .commit
        }
      }
      return nil
    } catch {
      return error
    }
  }
}

extension DynamoDBError {
  fileprivate var isThrottled: Bool { if case .throttled = self { true } else { false } }
}

/// A write that waits for its turn.
private protocol PendingWrite: Sendable {
  /// Runs the write and keeps its result.
  ///
  /// - Throws: a failure of the storage, after which nothing of the commit may stay. A refused request is no such
  ///   failure: it has changed nothing.
  func run(in transaction: inout SQLiteTransaction) throws(DynamoDBError)

  /// Answers whoever waits: with the result, or with what kept the commit from happening.
  func answer(commitFailure: DynamoDBError?)
}

private final class WaitingWrite<Success: Sendable>: PendingWrite {
  private let body: @Sendable (inout SQLiteTransaction) throws(DynamoDBError) -> Success
  private let continuation: CheckedContinuation<Result<Success, DynamoDBError>, Never>
  private let result = Mutex<Result<Success, DynamoDBError>>(.failure(.unavailable("the write has not run")))

  init(
    body: @escaping @Sendable (inout SQLiteTransaction) throws(DynamoDBError) -> Success,
    continuation: CheckedContinuation<Result<Success, DynamoDBError>, Never>
  ) {
    self.body = body
    self.continuation = continuation
  }

  func run(in transaction: inout SQLiteTransaction) throws(DynamoDBError) {
    do throws(DynamoDBError) {
      let success = try body(&transaction)
      result.withLock { $0 = .success(success) }
    } catch {
      result.withLock { $0 = .failure(error) }
      if SQLiteFailure.isStorageFailure(error) { throw error }
    }
  }

  func answer(commitFailure: DynamoDBError?) {
    continuation.resume(returning: commitFailure.map { .failure($0) } ?? result.withLock { $0 })
  }
}
