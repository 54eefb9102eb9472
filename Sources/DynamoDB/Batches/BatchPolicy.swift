/// How long a batch of any size may take, and how it waits where the table cannot keep up.
///
/// What an answer names as unprocessed is sent again after a pause, and so is a whole request that was throttled. The
/// longest pause doubles with each such answer, up to ``maximumDelay``, and begins anew after one that left nothing;
/// of each a random part is waited ("full jitter"), so that many clients do not come back at once.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Batch operations and error handling".
public struct BatchPolicy: Sendable {
  /// How long the whole may take. No request begins after it; one that is under way is not cut off, that is the
  /// client's own deadline's part.
  public var deadline: Duration

  /// The longest pause after the first answer that left something.
  public var baseDelay: Duration

  /// What no pause is longer than, however often in a row something was left.
  public var maximumDelay: Duration

  /// How many requests are under way at once, at most.
  public var concurrency: Int

  /// Where the pauses and the deadline are measured.
  public var time: any TimeSource

  /// A random number, 0 or more and less than 1, for each pause.
  public var jitter: @Sendable () -> Double

  /// The defaults are AWS's advice for what a batch left unprocessed: pauses from 50 ms to five seconds, half a minute in
  /// all, one request at a time.
  ///
  /// - Parameters:
  ///   - deadline: how long the whole may take.
  ///   - baseDelay: the longest pause after the first answer that left something.
  ///   - maximumDelay: what no pause is longer than.
  ///   - concurrency: how many requests are under way at once, 1 or more.
  ///   - time: where pauses and the deadline are measured.
  ///   - jitter: a random number, 0 or more and less than 1, for each pause.
  public init(
    deadline: Duration = .seconds(30), baseDelay: Duration = .milliseconds(50),
    maximumDelay: Duration = .seconds(5), concurrency: Int = 1, time: any TimeSource = .system,
    jitter: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
  ) {
    self.deadline = deadline
    self.baseDelay = baseDelay
    self.maximumDelay = maximumDelay
    self.concurrency = concurrency
    self.time = time
    self.jitter = jitter
  }
}

extension BatchPolicy {
  /// The pause after so many answers in a row that left something, 1 or more.
  func delay(after setbacks: Int) -> Duration {
    var longest = baseDelay
    var doublings = setbacks - 1
    while doublings > 0, longest < maximumDelay {
      longest *= 2
      doublings -= 1
    }
    return min(longest, maximumDelay) * jitter()
  }
}
