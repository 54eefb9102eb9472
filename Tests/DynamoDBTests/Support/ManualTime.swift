import DynamoDB
import Synchronization

/// A clock that stands still until somebody sleeps, and notes how long each sleep was.
final class ManualTime: TimeSource {
  private struct State {
    var elapsed: Duration = .zero
    var sleeps: [Duration] = []
  }

  private let state = Mutex(State())

  var now: Timestamp { Timestamp(seconds: 1_700_000_000) + uptime }
  var uptime: Duration { state.withLock { $0.elapsed } }
  var sleeps: [Duration] { state.withLock { $0.sleeps } }

  func advance(by duration: Duration) { state.withLock { $0.elapsed += duration } }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    state.withLock { state in
      state.elapsed += duration
      state.sleeps.append(duration)
    }
  }
}

extension BatchPolicy {
  /// On a clock that nobody waits for, with whole pauses.
  static func manual(
    _ time: ManualTime = ManualTime(), deadline: Duration = .seconds(30), concurrency: Int = 1
  ) -> BatchPolicy {
    BatchPolicy(deadline: deadline, concurrency: concurrency, time: time, jitter: { 1 })
  }
}
