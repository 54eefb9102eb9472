import DynamoDB
import Synchronization

/// What changes while a lease is held, shared by its copies: until when, and under which fence.
final class LeaseTerm: Sendable {
  private struct State {
    var fence: Int64
    var expiresAt: Timestamp
    var deadline: Duration
    var isOver = false
    var isLost = false
  }

  /// When the request that acquired the lease was about to be sent, by ``TimeSource/uptime``.
  let acquiredAt: Duration
  /// When its holder learnt of it: nothing was made under it before.
  let answeredAt: Duration
  private let time: any TimeSource
  private let state: Mutex<State>

  init(fence: Int64, expiresAt: Timestamp, deadline: Duration, acquiredAt: Duration, time: any TimeSource) {
    self.acquiredAt = acquiredAt
    answeredAt = time.uptime
    self.time = time
    state = Mutex(State(fence: fence, expiresAt: expiresAt, deadline: deadline))
  }

  var uptime: Duration { time.uptime }
  var fence: Int64 { state.withLock { $0.fence } }
  var expiresAt: Timestamp { state.withLock { $0.expiresAt } }
  var deadline: Duration { state.withLock { $0.deadline } }
  /// Whether it was given back, published under or found lost: not whether its time is over.
  var isOver: Bool { state.withLock { $0.isOver } }
  /// Whether it was somebody else's when it ended.
  var isLost: Bool { state.withLock { $0.isLost } }

  /// A renewal was answered. Renewals never shorten a lease, and their answers may come in any order.
  func extend(to deadline: Duration, expiresAt: Timestamp) {
    state.withLock { state in
      state.deadline = max(state.deadline, deadline)
      state.expiresAt = max(state.expiresAt, expiresAt)
    }
  }

  func raiseFence(to fence: Int64) { state.withLock { $0.fence = max($0.fence, fence) } }

  /// - Returns: How long the lease was held, the first time.
  func end(isLost: Bool) -> Duration? {
    let isFirst = state.withLock { state in
      if state.isOver { return false }
      state.isOver = true
      state.isLost = isLost
      return true
    }
    return isFirst ? time.uptime - acquiredAt : nil
  }
}
