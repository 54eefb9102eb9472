import DynamoDB
import Synchronization

/// A clock that moves only when it is moved, or when somebody sleeps.
final class StillTime: TimeSource {
  private let moment = Mutex(Duration.seconds(1_800_000_000))

  var now: Timestamp { Timestamp(sinceEpoch: moment.withLock { $0 }) }
  var uptime: Duration { moment.withLock { $0 } }
  func sleep(for duration: Duration) async throws { advance(by: duration) }
  func advance(by duration: Duration) { moment.withLock { $0 += duration } }
}
