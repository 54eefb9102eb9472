import Synchronization
import TableTheory

/// Work that runs in another task than the one that waits for it: a middleware's `next` must not leave the request's
/// task, and a store's work runs beside the renewal of its claim.
final class HandOver<Answer: Sendable>: Sendable {
  private let given = OneShot<IdempotencyClaim?>()
  private let answered = OneShot<Answer>()

  /// The claim under which the work is to be done; `nil` where there is none to do.
  var claim: IdempotencyClaim? {
    get async { await given.value }
  }

  func finish(with answer: Answer) { answered.set(answer) }

  /// Has the work done, and waits for it also where it is cancelled: what was done has to be recorded.
  func work(under claim: IdempotencyClaim) async -> Answer {
    given.set(claim)
    return await answered.value
  }

  /// There is nothing to do any more.
  func close() { given.set(nil) }
}

/// A value that one task waits for and another one sets, once: later ones are ignored.
private final class OneShot<Value: Sendable>: Sendable {
  private enum State {
    case empty
    case awaited(CheckedContinuation<Value, Never>)
    case set(Value)
  }

  private let state = Mutex(State.empty)

  func set(_ value: Value) {
    let waiting = state.withLock { state -> CheckedContinuation<Value, Never>? in
      switch state {
      case .set: return nil
      case .empty:
        state = .set(value)
        return nil
      case .awaited(let continuation):
        state = .set(value)
        return continuation
      }
    }
    waiting?.resume(returning: value)
  }

  var value: Value {
    get async {
      await withCheckedContinuation { continuation in
        let value = state.withLock { state -> Value? in
          if case .set(let value) = state { return value }
          state = .awaited(continuation)
          return nil
        }
        if let value { continuation.resume(returning: value) }
      }
    }
  }
}
