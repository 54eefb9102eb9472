import DynamoDB
import Synchronization

/// Tables in memory: gone with the process.
final class MemoryStorage: Storage {
  private let state = Mutex(MemoryTransaction())

  func read<Result: Sendable>(
    _ body: @escaping @Sendable (inout MemoryTransaction) throws(DynamoDBError) -> Result
  ) async throws(DynamoDBError) -> Result {
    try await write(body)
  }

  func write<Result: Sendable>(
    _ body: @escaping @Sendable (inout MemoryTransaction) throws(DynamoDBError) -> Result
  ) async throws(DynamoDBError) -> Result {
    try state.withLock { state throws(DynamoDBError) in try body(&state) }
  }
}
