import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("The retry policy decides by what failed, how often, and what is left")
struct RetryPolicyTests {
  private func decision(
    _ failure: AttemptFailure, attempt: Int = 1, of repeatability: Repeatability = .read,
    remaining: Duration = .seconds(10), jitter: Double = 0.5, policy: RetryPolicy = RetryPolicy()
  ) -> RetryPolicy.Decision {
    policy.decision(
      after: failure, attempt: attempt, of: repeatability, remaining: remaining, jitter: jitter)
  }

  private func retries(_ failure: AttemptFailure, of repeatability: Repeatability) -> Bool {
    decision(failure, of: repeatability) != .giveUp
  }

  static let harmless: [AttemptFailure] = [
    .transport(.notSent("x")), .transport(.timedOut(sent: false)),
    .refused(.throttled("x"), status: 400), .refused(.throttled("x"), status: 503),
    .refused(.transactionConflict("x"), status: 400),
    .refused(.transactionCanceled([.none, CancellationReason(.transactionConflict)]), status: 400),
    .refused(.transactionCanceled([CancellationReason(.throttling)]), status: 400),
    .refused(.service(code: "RequestTimeout", status: 408, message: ""), status: 408),
    .refused(.service(code: "Unrecognized", status: 429, message: ""), status: 429),
    .refused(.service(code: "ReplicatedWriteConflictException", status: 409, message: ""), status: 409),
  ]

  static let open: [AttemptFailure] = [
    .transport(.answerLost("x")), .transport(.timedOut(sent: true)), .unreadable("x", status: 200),
    .refused(.transactionInProgress("x"), status: 400),
    .refused(.service(code: "InternalServerError", status: 500, message: ""), status: 500),
    .refused(.service(code: "ServiceUnavailable", status: 503, message: ""), status: 503),
    .refused(.service(code: "Unrecognized", status: 502, message: ""), status: 502),
    .refused(.service(code: "Unrecognized", status: 504, message: ""), status: 504),
  ]

  static let lasting: [AttemptFailure] = [
    .credentials(CredentialsError("x")), .transport(.cancelled(sent: false)), .transport(.cancelled(sent: true)),
    .refused(.conditionFailed(item: nil), status: 400), .refused(.validation("x"), status: 400),
    .refused(.serialization("x"), status: 400), .refused(.resourceNotFound("x"), status: 400),
    .refused(.resourceInUse("x"), status: 400), .refused(.idempotentParameterMismatch("x"), status: 400),
    .refused(.transactionCanceled([]), status: 400),
    .refused(
      .transactionCanceled([CancellationReason(.transactionConflict), CancellationReason(.conditionalCheckFailed)]),
      status: 400),
    .refused(.service(code: "AccessDeniedException", status: 400, message: ""), status: 400),
    .refused(.service(code: "Unrecognized", status: 404, message: ""), status: 404),
    .refused(.service(code: "Unrecognized", status: 501, message: ""), status: 501),
  ]

  @Test("What says that nothing was done is repeated for every operation", arguments: harmless)
  func alwaysRepeated(failure: AttemptFailure) {
    #expect(!failure.mayHaveBeenDone)
    for repeatability in Repeatability.allCases { #expect(retries(failure, of: repeatability), "\(repeatability)") }
  }

  @Test("What leaves the outcome open is repeated only where the second time is harmless", arguments: open)
  func repeatedWhereHarmless(failure: AttemptFailure) {
    #expect(failure.mayHaveBeenDone)
    for repeatability in Repeatability.allCases {
      #expect(retries(failure, of: repeatability) == (repeatability != .once), "\(repeatability)")
    }
  }

  @Test("What would go the same way again is not repeated", arguments: lasting)
  func notRepeated(failure: AttemptFailure) {
    for repeatability in Repeatability.allCases { #expect(!retries(failure, of: repeatability), "\(repeatability)") }
  }

  @Test("No more attempts are made than allowed")
  func maximumAttempts() {
    #expect(decision(.unreadable("x", status: 200), attempt: 2) != .giveUp)
    #expect(decision(.unreadable("x", status: 200), attempt: 3) == .giveUp)
    #expect(decision(.unreadable("x", status: 200), attempt: 1, policy: .never) == .giveUp)
  }

  @Test("Pauses double from 25 ms, up to the longest one, and the random part of each is waited")
  func pauses() {
    let policy = RetryPolicy(maximumAttempts: .max, maximumDelay: .milliseconds(120))
    for (attempt, longest) in [(1, 25), (2, 50), (3, 100), (4, 120), (1_000_000, 120)] {
      for jitter in [0, 0.25, 1] {
        let expected = Duration.milliseconds(longest) * jitter
        #expect(
          decision(.unreadable("x", status: 200), attempt: attempt, jitter: jitter, policy: policy)
            == .retry(after: expected, cost: 5), "\(attempt)")
      }
    }
  }

  @Test("No pause goes past the deadline")
  func deadline() {
    #expect(decision(.unreadable("x", status: 200), remaining: .milliseconds(13)) != .giveUp)
    #expect(decision(.unreadable("x", status: 200), remaining: .milliseconds(12)) == .giveUp)
    #expect(decision(.unreadable("x", status: 200), remaining: .zero, jitter: 0) == .giveUp)
    #expect(decision(.unreadable("x", status: 200), remaining: .seconds(-1), jitter: 0) == .giveUp)
  }

  @Test("A retry after a timeout costs twice as much as another")
  func cost() {
    #expect(decision(.transport(.timedOut(sent: false)), jitter: 0) == .retry(after: .zero, cost: 10))
    #expect(decision(.transport(.notSent("x")), jitter: 0) == .retry(after: .zero, cost: 5))
  }

  @Test("The budget is spent by retries, refilled by success, and never more than full")
  func budget() {
    var budget = RetryBudget()
    budget.succeeded(lastCost: nil)
    #expect(budget.tokens == 500)
    var withdrawn: [Bool] = []
    for _ in 0..<100 { withdrawn.append(budget.withdraw(5)) }
    #expect(!withdrawn.contains(false))
    withdrawn.append(budget.withdraw(5))
    #expect(withdrawn.last == false)
    #expect(budget.tokens == 0)
    budget.succeeded(lastCost: nil)
    #expect(budget.tokens == 1)
    budget.succeeded(lastCost: 10)
    #expect(budget.tokens == 11)
  }
}
