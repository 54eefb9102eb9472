import DynamoDB
import Synchronization

/// A clock that stands still until the test moves it.
final class ManualTime: TimeSource {
  private let moment: Mutex<Timestamp>

  init(_ moment: Timestamp = Timestamp(sinceEpoch: .seconds(1_700_000_000) + .nanoseconds(123_456_789))) {
    self.moment = Mutex(moment)
  }

  var now: Timestamp { moment.withLock { $0 } }
  var uptime: Duration { now.sinceEpoch }
  func sleep(for duration: Duration) async throws { advance(by: duration) }
  func advance(by duration: Duration) { moment.withLock { $0 = $0 + duration } }
}
