import DynamoDB
import Synchronization

/// The one place where a run's history is written and read, from all sides at once.
final class Recorder: Sendable {
  private let history: Mutex<RunHistory>
  private let time: any TimeSource
  private let start: Duration

  init(_ history: RunHistory, time: any TimeSource) {
    self.history = Mutex(history)
    self.time = time
    start = time.uptime
  }

  /// Since the run began.
  var elapsed: Duration { time.uptime - start }

  /// The history as it is.
  var snapshot: RunHistory { history.withLock { $0 } }

  func record<Result: Sendable>(_ change: (inout RunHistory) -> Result) -> Result {
    history.withLock { change(&$0) }
  }
}
