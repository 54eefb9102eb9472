public import DynamoDB
import Synchronization

/// The right to do one request's work, until its in-progress time ends.
///
/// What protects the record is a token, which completing asks for: a worker that was overtaken cannot complete, whatever
/// it believes. The times here only say how long it is worth going on.
public struct IdempotencyClaim: Sendable {
  public let key: IdempotencyKey

  /// Whether parts of the work may be done: a worker has begun this before and may have died anywhere in it, or was
  /// stopped, however many have given it up since. Also where nobody can tell, because the answer to our own beginning
  /// was lost.
  public let isRestart: Bool

  let request: RequestClaim
  let term: ClaimTerm

  /// What tells this claim from every other one: for those who watch the table's rows.
  package var token: String { request.token }

  /// When others may take over, by the wall clock, in whole seconds.
  public var inProgressUntil: Timestamp { Timestamp(seconds: term.state.inProgressUntil) }

  /// When the worker has to stop, by ``TimeSource/uptime``: counted from before the request was sent, less the margin for
  /// clocks.
  public var deadline: Duration { term.state.deadline }

  /// How much time the worker has; zero once it is over or ended.
  public var remaining: Duration {
    let state = term.state
    return state.ending != nil ? .zero : max(.zero, state.deadline - term.time.uptime)
  }
}

/// What changes while a request is in progress, shared by its claim's copies.
final class ClaimTerm: Sendable {
  /// How it ended, as far as this process knows.
  enum Ending: Hashable, Sendable {
    case completed(isKept: Bool)
    case freed
    case lost(IdempotencyRecord?)
  }

  struct State: Sendable {
    var inProgressUntil: Int64
    var deadline: Duration
    var ending: Ending?
  }

  let time: any TimeSource
  private let mutex: Mutex<State>

  init(inProgressUntil: Int64, deadline: Duration, time: any TimeSource) {
    self.time = time
    mutex = Mutex(State(inProgressUntil: inProgressUntil, deadline: deadline))
  }

  var state: State { mutex.withLock { $0 } }

  /// A renewal was answered; answers may come in any order.
  func extend(to deadline: Duration, inProgressUntil: Int64) {
    mutex.withLock { state in
      state.deadline = max(state.deadline, deadline)
      state.inProgressUntil = max(state.inProgressUntil, inProgressUntil)
    }
  }

  /// The first to say how it ended is right, but for a completion: what was recorded after all was not lost.
  ///
  /// - Returns: Whether it ended so by this.
  @discardableResult
  func end(_ ending: Ending) -> Bool {
    mutex.withLock { state in
      switch (state.ending, ending) {
      case (nil, _), (.lost, .completed):
        state.ending = ending
        return true
      default: return false
      }
    }
  }
}

/// A claim is what its token says.
extension IdempotencyClaim: Hashable {
  public static func == (left: IdempotencyClaim, right: IdempotencyClaim) -> Bool { left.request == right.request }

  public func hash(into hasher: inout Hasher) { hasher.combine(request) }
}

extension IdempotencyClaim: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The claim without its token, which is a secret among the workers.
  public var description: String { "claim on \(key), in progress until \(inProgressUntil)" }

  public var debugDescription: String { description }

  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
