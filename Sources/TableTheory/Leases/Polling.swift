import DynamoDB

/// How a worker that waits for a lease asks for it again: each request is a write unit.
///
/// The pauses grow by decorrelated jitter, so that the workers who wait for one key come apart, and no pause is longer
/// than ``longestPause``, so that a lease which is given back early is noticed. Where the holder's time is over
/// soon, the wait is until then: asking before would be for nothing.
///
/// Source: *AWS Architecture Blog*, "Exponential Backoff And Jitter" (Marc Brooker, 2015), "Decorrelated Jitter".
public struct Polling: Sendable {
  /// A pause is at least this long, a millisecond or more.
  public var shortestPause: Duration
  /// And at most this long: so late a lease that is given back may be noticed.
  public var longestPause: Duration
  /// A random number, 0 or more and less than 1: which part of a pause's range is waited.
  public var jitter: @Sendable () -> Double

  /// From a twentieth of a second to two seconds, unless told otherwise.
  public init(
    shortestPause: Duration = .milliseconds(50), longestPause: Duration = .seconds(2),
    jitter: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
  ) {
    self.shortestPause = max(.milliseconds(1), shortestPause)
    self.longestPause = max(self.shortestPause, longestPause)
    self.jitter = jitter
  }

  /// The pause after a refusal.
  ///
  /// - Parameters:
  ///   - previous: the last pause, without what the holder's expiry made of it.
  ///   - untilFree: in how long the lease can be taken over by our clock, if that is known.
  /// - Returns: how long to wait, and what to hand in as `previous` next time.
  func pause(after previous: Duration?, untilFree: Duration?) -> (wait: Duration, next: Duration) {
    let jitter = min(1, max(0, self.jitter()))
    let shortestPause = max(.milliseconds(1), self.shortestPause)
    let range = min(longestPause, (previous ?? shortestPause) * 3) - shortestPause
    let next = min(longestPause, shortestPause + max(.zero, range) * jitter)
    guard let untilFree, untilFree > .zero, untilFree <= min(longestPause, next * 2) else { return (next, next) }
    // Whoever waits for the same expiry elsewhere does not ask in the same moment.
    return (untilFree + shortestPause * jitter, next)
  }
}
