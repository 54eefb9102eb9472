import DynamoDB
import EmbeddedDynamoDB
import Synchronization

/// The engine, with what was sent to it.
final class RecordingClient: DynamoDBClient {
  let engine: EmbeddedDynamoDB
  private let log = Mutex<[any DynamoDBOperation]>([])

  init() { engine = EmbeddedDynamoDB() }

  /// The operations of one kind, in order.
  func sent<Operation: DynamoDBOperation>(_ kind: Operation.Type) -> [Operation] {
    log.withLock { $0.compactMap { $0 as? Operation } }
  }

  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    log.withLock { $0.append(operation) }
    return try await engine.send(operation)
  }
}
