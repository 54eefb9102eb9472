import DynamoDB
import Synchronization

/// A clock that only the test moves: who sleeps, sleeps until then.
final class SteppedTime: TimeSource {
  private struct State {
    var elapsed: Duration = .zero
    var sleepers = 0
  }

  private let start = Timestamp(seconds: 1_440_938_160)
  private let state = Mutex(State())

  var now: Timestamp { start + uptime }
  var uptime: Duration { state.withLock { $0.elapsed } }
  var sleepers: Int { state.withLock { $0.sleepers } }

  func advance(by duration: Duration) { state.withLock { $0.elapsed += duration } }

  func sleep(for duration: Duration) async throws {
    let end = state.withLock { state in
      state.sleepers += 1
      return state.elapsed + duration
    }
    defer { state.withLock { $0.sleepers -= 1 } }
    while uptime < end {
      try Task.checkCancellation()
      await Task.yield()
    }
  }
}
