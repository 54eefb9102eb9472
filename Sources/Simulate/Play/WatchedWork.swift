import DynamoDB
import TableTheoryTesting

/// Work that looks now and then how long it may go on: under a lease, or a request's claim.
struct WatchedWork: Sendable {
  let worker: SimulatedWorker
  let length: Duration
  let slice: Duration

  /// Works until it is done, cancelled, or its process is gone.
  ///
  /// - Parameters:
  ///   - deadline: when it has to stop, by the worker's uptime; it may move.
  ///   - changed: told at the beginning, and when the deadline has moved.
  /// - Returns: whether the work was cancelled, and for how long it went on after its deadline at most. A frozen process
  ///   does not go on: the time after it is counted.
  func run(
    until deadline: @Sendable () -> Duration, changed: @Sendable () -> Void
  ) async -> (isCancelled: Bool, unsafe: Duration) {
    let end = worker.uptime + length
    var believed = deadline()
    var unsafe = Duration.zero
    // What is answered late may be over when the work begins.
    var thawed = worker.uptime
    changed()
    while worker.uptime < end {
      let start = worker.uptime
      let step = min(slice, end - start)
      try? await worker.sleep(for: step)
      if worker.uptime - start > step + .milliseconds(1) { thawed = worker.uptime }
      unsafe = max(unsafe, worker.uptime - max(deadline(), thawed))
      if worker.isCrashed || Task.isCancelled { return (true, unsafe) }
      if deadline() != believed {
        believed = deadline()
        changed()
      }
    }
    return (false, unsafe)
  }
}
