public import DynamoDB

/// A DynamoDB inside the program: in memory, or over an SQLite file that several processes may share.
///
///     let client = try EmbeddedDynamoDB(path: "pages.sqlite")
///     try await client.send(CreateTable(table: "pages", partitionKey: .init("pk"), sortKey: .init("sk")))
///
/// Conditions, updates and transactions are atomic and isolated, whoever calls: tasks, threads and, on a file,
/// other processes. Every read sees all writes that were acknowledged before it, `consistentRead` or not. A write
/// to a file is on the disk when the call returns. It answers with DynamoDB's errors and capacity units; it has
/// no limit of throughput and throttles only while another process keeps the file locked.
///
/// Items whose TTL is over stay, and are returned, until ``deleteExpired(delay:)`` is called, as in DynamoDB, where
/// that takes up to a few days. With a ``TimeSource`` of their own, tests let that time pass.
public struct EmbeddedDynamoDB: DynamoDBClient {
  private enum Backing: Sendable {
    case memory(Engine<MemoryStorage>)
    case file(Engine<SQLiteStorage>)
  }

  private let backing: Backing
  private let time: any TimeSource

  /// Tables in memory, gone when the last copy of this value is.
  public init(time: any TimeSource = .system) {
    self.time = time
    backing = .memory(Engine(storage: MemoryStorage(), time: time))
  }

  /// Tables in an SQLite file, which is made if it is missing. Two more files, `-wal` and `-shm`, stand beside it
  /// while it is open; the three belong together.
  ///
  /// - Parameters:
  ///   - path: the file's path, on a local disk: SQLite's locks do not work on network file systems.
  ///   - time: clocks and pauses.
  /// - Throws: `DynamoDBError.unavailable(_:)` where the file cannot be opened or is none of this package's.
  public init(path: String, time: any TimeSource = .system) throws(DynamoDBError) {
    self.time = time
    backing = .file(Engine(storage: try SQLiteStorage(path: path), time: time))
  }

  public func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    switch backing {
    case .memory(let engine): try await operation.run(on: engine)
    case .file(let engine): try await operation.run(on: engine)
    }
  }

  /// Deletes the items whose TTL was over `delay` ago, in all tables that have a TTL attribute.
  ///
  /// What expired more than five years ago is left alone, as DynamoDB does.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Using time to live (TTL) in DynamoDB".
  ///
  /// - Parameter delay: how late the deletion comes; DynamoDB's own comes up to a few days late.
  /// - Returns: How many items were deleted.
  @discardableResult
  public func deleteExpired(delay: Duration = .zero) async throws(DynamoDBError) -> Int {
    let moment = time.now - delay
    return switch backing {
    case .memory(let engine): try await engine.deleteExpired(before: moment)
    case .file(let engine): try await engine.deleteExpired(before: moment)
    }
  }
}
