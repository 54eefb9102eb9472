/// What a client's retries may cost together, so that a service in trouble does not get three times the requests.
///
/// A retry takes from the budget; success pays it back, and success at the first attempt pays in a little. An
/// empty budget means one attempt a request until the service is well again.
///
/// Source: AWS SDKs' standard mode: 500 tokens, 5 for a retry, 10 after a timeout, 1 for a success at once.
struct RetryBudget: Hashable, Sendable {
  static let capacity = 500
  static let retryCost = 5
  static let timeoutCost = 10
  static let firstAttemptReward = 1

  private(set) var tokens = Self.capacity

  /// Takes what one retry costs, or nothing where there is not enough.
  mutating func withdraw(_ cost: Int) -> Bool {
    guard tokens >= cost else { return false }
    tokens -= cost
    return true
  }

  /// Notes a success; `lastCost` is what the attempt before it cost, if it was a retry.
  mutating func succeeded(lastCost: Int?) {
    tokens = min(Self.capacity, tokens + (lastCost ?? Self.firstAttemptReward))
  }
}
