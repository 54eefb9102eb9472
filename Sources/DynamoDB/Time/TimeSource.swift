/// Where time comes from: nothing in this package asks the system on its own.
///
/// Programs use ``SystemTime``; tests put in a clock that they move themselves.
public protocol TimeSource: Sendable {
  /// The wall clock: what is compared with other machines. It may be wrong and may jump.
  var now: Timestamp { get }

  /// A clock that never jumps and goes on while the machine is suspended: what durations are measured with.
  var uptime: Duration { get }

  /// Waits for at least `duration`; throws `CancellationError` as soon as the task is cancelled.
  func sleep(for duration: Duration) async throws
}
