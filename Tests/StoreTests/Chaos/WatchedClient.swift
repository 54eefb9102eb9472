import AWSDynamoDB
import DynamoDB
import Testing

/// The client, and a watchdog that barks if an operation does not end with its deadline.
struct WatchedClient: DynamoDBClient {
  /// Ten times the client's deadline and more: on the slowest machine, who is not back by then hangs.
  private static let patience = Duration.seconds(45)

  private let client: AWSDynamoDBClient

  init(_ client: AWSDynamoDBClient) { self.client = client }

  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    try await result(of: operation).get()
  }

  func result<Operation: DynamoDBOperation>(of operation: Operation) async -> Result<Operation.Output, DynamoDBError> {
    // A task of its own, so that it watches on where the operation's is cancelled.
    let watchdog = Task { await Self.watch(Operation.name) }
    defer { watchdog.cancel() }
    return await plainResult(of: operation)
  }

  func shutdown() async { await client.shutdown() }

  private func plainResult<Operation: DynamoDBOperation>(
    of operation: Operation
  ) async -> Result<Operation.Output, DynamoDBError> {
    do throws(DynamoDBError) {
      return .success(try await client.send(operation))
    } catch {
      return .failure(error)
    }
  }

  private static func watch(_ operation: String) async {
    do {
      try await Task.sleep(for: patience)
      Issue.record("\(operation) has not ended \(patience) after it began")
    } catch {
      // It ended.
    }
  }
}
