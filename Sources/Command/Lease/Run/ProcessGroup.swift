import DynamoDB

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The processes that a command has started, once it has ended itself.
struct ProcessGroup: Sendable {
  let leader: pid_t
  let time: any TimeSource

  private var isThere: Bool { kill(-leader, 0) == 0 }

  /// Waits until all have ended, and kills those that have not by `deadline`, in uptime. They have been told already.
  ///
  /// While one of them lives its group's number is nobody else's.
  func end(by deadline: Duration) async {
    while isThere {
      guard time.uptime < deadline else {
        _ = kill(-leader, SIGKILL)
        return
      }
      try? await time.sleep(for: .milliseconds(20))
    }
  }
}
