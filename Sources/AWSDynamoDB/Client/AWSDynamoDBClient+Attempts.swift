internal import DynamoDB
import Synchronization

extension AWSDynamoDBClient {
  /// Sends an operation until it succeeds, cannot, or may not be sent again.
  func send<Operation: DynamoDBOperation>(
    _ operation: Operation, _ repeatability: Repeatability
  ) async throws(DynamoDBError) -> Operation.Output {
    let body = operation.json
    let end = configuration.time.uptime + configuration.deadline
    var attempts = Attempts(repeatability)
    var lastCost: Int?
    while true {
      if Task.isCancelled { throw attempts.errorWhenCancelled }
      let failure: AttemptFailure
      do throws(AttemptFailure) {
        let output = try await attempt(Operation.self, body, end: end)
        budget.withLock { $0.succeeded(lastCost: lastCost) }
        return output
      } catch {
        failure = error
      }
      attempts.record(failure)
      guard case .retry(let delay, let cost) = decision(after: failure, attempts, end: end) else {
        throw attempts.error(after: failure)
      }
      lastCost = cost
      do {
        try await configuration.time.sleep(for: delay)
      } catch {
        throw attempts.errorWhenCancelled
      }
    }
  }

  private func decision(after failure: AttemptFailure, _ attempts: Attempts, end: Duration) -> RetryPolicy.Decision {
    let decision = configuration.retryPolicy.decision(
      after: failure, attempt: attempts.failures, of: attempts.repeatability,
      remaining: end - configuration.time.uptime, jitter: configuration.jitter())
    guard case .retry(_, let cost) = decision, budget.withLock({ $0.withdraw(cost) }) else { return .giveUp }
    return decision
  }

  private func attempt<Operation: DynamoDBOperation>(
    _ type: Operation.Type, _ body: [UInt8], end: Duration
  ) async throws(AttemptFailure) -> Operation.Output {
    let credentials: Credentials
    do throws(CredentialsError) {
      credentials = try await configuration.credentials.credentials()
    } catch {
      throw .credentials(error)
    }
    let remaining = end - configuration.time.uptime
    guard remaining > .zero else { throw .transport(.timedOut(sent: false)) }
    let request = signer.request(
      Operation.name, body: body, credentials: credentials, now: configuration.time.now)
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await transport.send(request, deadline: min(remaining, configuration.attemptTimeout))
    } catch {
      throw .transport(error)
    }
    return try response.output()
  }
}
