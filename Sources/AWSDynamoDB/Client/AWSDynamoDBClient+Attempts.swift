internal import DynamoDB
import Synchronization

extension AWSDynamoDBClient {
  /// Sends an operation until it succeeds, cannot, or may not be sent again.
  func send<Operation: DynamoDBOperation>(
    _ operation: Operation, _ repeatability: Repeatability
  ) async throws(DynamoDBError) -> Operation.Output {
    try gate.enter()
    defer { gate.leave() }
    var attempts = Attempts(repeatability)
    guard let observer else { return try await send(operation, &attempts, nil) }
    let observed = observer.began(operation)
    do throws(DynamoDBError) {
      let output = try await send(operation, &attempts, observed)
      observer.succeeded(observed, attempts, output.capacities)
      return output
    } catch {
      observer.failed(observed, attempts, error)
      throw error
    }
  }

  private func send<Operation: DynamoDBOperation>(
    _ operation: Operation, _ attempts: inout Attempts, _ observed: ObservedOperation?
  ) async throws(DynamoDBError) -> Operation.Output {
    let body = operation.json
    let end = configuration.time.uptime + configuration.deadline
    var lastCost: Int?
    while true {
      if Task.isCancelled { throw attempts.errorWhenCancelled }
      attempts.requestID = nil
      let failure: AttemptFailure
      do throws(AttemptFailure) {
        let response = try await attempt(Operation.name, body, end: end)
        if observed != nil { attempts.requestID = response.header("x-amzn-requestid") }
        let output: Operation.Output = try response.output()
        budget.withLock { $0.succeeded(lastCost: lastCost) }
        return output
      } catch {
        failure = error
      }
      attempts.record(failure)
      guard case .retry(let pause, let cost) = decision(after: failure, attempts, end: end) else {
        throw attempts.error(after: failure)
      }
      lastCost = cost
      do {
        try await configuration.time.sleep(for: pause)
      } catch {
        throw attempts.errorWhenCancelled
      }
      attempts.retries += 1
      if let observed { observer?.retries(observed, attempts, after: failure, pause: pause) }
    }
  }

  private func decision(after failure: AttemptFailure, _ attempts: Attempts, end: Duration) -> RetryPolicy.Decision {
    let decision = configuration.retryPolicy.decision(
      after: failure, attempt: attempts.failures, of: attempts.repeatability,
      remaining: end - configuration.time.uptime, jitter: configuration.jitter())
    guard case .retry(_, let cost) = decision, budget.withLock({ $0.withdraw(cost) }) else { return .giveUp }
    return decision
  }

  private func attempt(
    _ operation: String, _ body: [UInt8], end: Duration
  ) async throws(AttemptFailure) -> HTTPResponse {
    let credentials = try await credentials(until: end)
    let remaining = end - configuration.time.uptime
    guard remaining > .zero else { throw .transport(.timedOut(sent: false)) }
    let request = signer.request(operation, body: body, credentials: credentials, now: configuration.time.now)
    do throws(TransportError) {
      return try await transport.send(request, deadline: min(remaining, configuration.attemptTimeout))
    } catch {
      throw .transport(error)
    }
  }

  private func credentials(until end: Duration) async throws(AttemptFailure) -> Credentials {
    do throws(CredentialsError) {
      if let current = try configuration.credentials.current { return current }
      return try await configuration.credentials.credentials(
        within: end - configuration.time.uptime, of: configuration.time)
    } catch {
      if Task.isCancelled { throw .transport(.cancelled(sent: false)) }
      throw .credentials(error)
    }
  }
}
