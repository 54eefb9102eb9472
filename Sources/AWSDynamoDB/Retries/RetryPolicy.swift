/// When a failed attempt is repeated: AWS SDKs' standard mode.
///
/// What is repeated: a connection that could not be made or an answer that was lost, a wrong checksum, the
/// statuses 429, 500, 502, 503 and 504, throttling, and transactions in each other's way. What may have been carried out
/// is repeated only where the second time is harmless.
///
/// Source: *AWS SDKs and Tools Reference Guide*, "Retry behavior".
public struct RetryPolicy: Hashable, Sendable {
  /// How many attempts there are at most, the first one included; `AWS_MAX_ATTEMPTS`.
  public var maximumAttempts: Int

  /// The longest pause before the second attempt. It doubles with each further one, and of each a random part is
  /// waited ("full jitter"). 25 ms is what AWS SDKs have for DynamoDB.
  public var baseDelay: Duration

  /// What no pause is longer than, however many attempts there are.
  public var maximumDelay: Duration

  /// The AWS SDKs' standard mode, unless told otherwise: three attempts, pauses from 25 ms up to twenty seconds.
  ///
  /// - Parameters:
  ///   - maximumAttempts: how many attempts there are at most, the first one included.
  ///   - baseDelay: the longest pause before the second attempt.
  ///   - maximumDelay: what no pause is longer than.
  public init(
    maximumAttempts: Int = 3, baseDelay: Duration = .milliseconds(25), maximumDelay: Duration = .seconds(20)
  ) {
    self.maximumAttempts = maximumAttempts
    self.baseDelay = baseDelay
    self.maximumDelay = maximumDelay
  }

  /// Only one attempt.
  public static let never = RetryPolicy(maximumAttempts: 1)
}

extension RetryPolicy {
  enum Decision: Hashable, Sendable {
    /// Pause, then try again, if ``RetryBudget`` has `cost` left.
    case retry(after: Duration, cost: Int)
    case giveUp
  }

  /// What follows from a failed attempt.
  ///
  /// - Parameters:
  ///   - attempt: which one failed, 1 for the first.
  ///   - remaining: the time that is left for everything.
  ///   - jitter: a random number, 0 or more and less than 1.
  func decision(
    after failure: AttemptFailure, attempt: Int, of repeatability: Repeatability, remaining: Duration, jitter: Double
  ) -> Decision {
    guard failure.isTransient, attempt < maximumAttempts else { return .giveUp }
    if failure.mayHaveBeenDone && !repeatability.allowsRepetition { return .giveUp }
    let delay = longestDelay(after: attempt) * jitter
    guard delay < remaining else { return .giveUp }
    return .retry(after: delay, cost: failure.isTimeout ? RetryBudget.timeoutCost : RetryBudget.retryCost)
  }

  private func longestDelay(after attempt: Int) -> Duration {
    var delay = baseDelay
    for _ in 1..<max(1, attempt) where delay < maximumDelay { delay *= 2 }
    return min(delay, maximumDelay)
  }
}
