public import DynamoDB

/// A worker's own view of the virtual time: its wall clock is off, and both of its clocks run fast or slow.
public struct WorkerClock: TimeSource {
  private let scheduler: SeededScheduler
  /// By how much the wall clock is ahead of the right time at the beginning.
  public let offset: Duration
  /// By how many millionths both clocks run faster than the right time; a common quartz is within 50.
  public let driftPartsPerMillion: Int

  /// A clock that is ahead by `offset`, and runs fast by so many parts in a million: a second off after a day are 12.
  public init(_ scheduler: SeededScheduler, offset: Duration = .zero, driftPartsPerMillion: Int = 0) {
    self.scheduler = scheduler
    self.offset = offset
    self.driftPartsPerMillion = driftPartsPerMillion
  }

  public var now: Timestamp { scheduler.start + uptime + offset }

  public var uptime: Duration {
    let uptime = scheduler.uptime
    return driftPartsPerMillion == 0 ? uptime : uptime + uptime * driftPartsPerMillion / 1_000_000
  }

  public func sleep(for duration: Duration) async throws {
    let goal = uptime + max(.zero, duration)
    try await scheduler.sleep(until: scheduled(goal))
  }

  /// When, in the scheduler's time, this clock's ``uptime`` is `uptime`.
  public func scheduled(_ uptime: Duration) -> Duration {
    guard driftPartsPerMillion != 0 else { return uptime }
    // A nanosecond more than the division says: never too early.
    return uptime * 1_000_000 / (1_000_000 + driftPartsPerMillion) + .nanoseconds(1)
  }
}
