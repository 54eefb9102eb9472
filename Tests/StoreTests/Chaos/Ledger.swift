import DynamoDB
import Synchronization

/// Before the engine, behind the server: notes what was carried out.
final class Ledger: DynamoDBClient {
  private let base: any DynamoDBClient
  private let entries = Mutex<[any DynamoDBOperation]>([])

  init(_ base: any DynamoDBClient) { self.base = base }

  /// The operations that succeeded, in about their order.
  var carriedOut: [any DynamoDBOperation] { entries.withLock { $0 } }

  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    let output = try await base.send(operation)
    entries.withLock { $0.append(operation) }
    return output
  }
}
