/// How long a page that could not be rendered is left alone: each failure in a row doubles the time.
public struct RetryAfterFailure: Hashable, Sendable {
  /// How long after the first failure; each further one doubles it.
  public var first: Duration
  /// The time grows no longer than this.
  public var longest: Duration

  /// From one second to a minute, unless told otherwise.
  public init(first: Duration = .seconds(1), longest: Duration = .seconds(60)) {
    self.first = max(.zero, first)
    self.longest = max(self.first, longest)
  }

  /// - Parameter count: how many renders have failed one after the other, 1 or more.
  func pause(after count: Int) -> Duration { min(longest, first * (1 << min(20, max(0, count - 1)))) }
}
