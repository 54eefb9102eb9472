import DynamoDB
import NIOConcurrencyHelpers

/// Tables in memory: gone with the process.
final class MemoryStorage: Storage {
  // Not `Mutex`: on Linux the thread sanitizer does not see who waits for it, and would report every contention here.
  private let state = NIOLockedValueBox(MemoryTransaction())

  func read<Success: Sendable>(
    _ body: @escaping @Sendable (inout MemoryTransaction) throws(DynamoDBError) -> Success
  ) async throws(DynamoDBError) -> Success {
    try await write(body)
  }

  func write<Success: Sendable>(
    _ body: @escaping @Sendable (inout MemoryTransaction) throws(DynamoDBError) -> Success
  ) async throws(DynamoDBError) -> Success {
    try state.withLockedValue { state in
      Result { () throws(DynamoDBError) in try body(&state) }
    }.get()
  }
}
