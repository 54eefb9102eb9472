import DynamoDB
import NIOCore
import NIOPosix

/// The machine's clocks, and pauses that a shifted wall clock does not change.
///
/// `ContinuousClock` sleeps on an absolute timer of a monotonic clock. libfaketime 0.9.10 moves those by the wall clock's
/// offset, although it leaves the clock itself alone: a pause takes 45 seconds longer, or keeps a core busy until it is
/// over. An event loop's timers are relative. (libdispatch has such a timer for itself, so that a worker whose clock is ahead
/// takes more of a core than its work does.)
struct EventLoopTime: TimeSource {
  private let loop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next()

  var now: Timestamp { SystemTime().now }
  var uptime: Duration { SystemTime().uptime }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    let pause = loop.scheduleTask(in: TimeAmount(duration)) {}
    try await withTaskCancellationHandler {
      do {
        try await pause.futureResult.get()
      } catch {
        throw CancellationError()
      }
    } onCancel: {
      pause.cancel()
    }
  }
}
