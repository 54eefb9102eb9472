import DynamoDB
import Synchronization

/// A clock that stands still until somebody sleeps, and notes how long each sleep was.
final class ManualTime: TimeSource {
  private struct State {
    var elapsed: Duration = .zero
    var sleeps: [Duration] = []
  }

  private let start: Timestamp
  private let state = Mutex(State())

  init(start: Timestamp = Timestamp(seconds: 1_440_938_160)) { self.start = start }

  var now: Timestamp { start + uptime }
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
