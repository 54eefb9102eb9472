import CProcess
import DynamoDB

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A command and the processes that it has started.
struct ProcessGroup: Sendable {
  let leader: pid_t
  let time: any TimeSource

  /// Those that have ended count until their parent has waited for them.
  private var isThere: Bool {
    reapAdopted()
    return kill(-leader, 0) == 0
  }

  /// Waits for those that have ended and whose parent we have become, as PID 1 of a container does for orphans.
  func reapAdopted() { tabletheory_reap_adopted(leader) }

  /// Once the command has ended itself: waits until all have, and kills those that have not by `deadline`, in uptime. They
  /// have been told already.
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
