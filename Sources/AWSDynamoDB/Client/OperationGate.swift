internal import DynamoDB
import Synchronization

/// Counts the operations under way, and lets the last of them out before a client is shut down.
final class OperationGate: Sendable {
  fileprivate struct State {
    var isOpen = true
    var underWay = 0
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  var isOpen: Bool { state.withLock { $0.isOpen } }

  /// - Throws: ``DynamoDBError/unavailable(_:)`` once the gate is closed.
  func enter() throws(DynamoDBError) {
    let isOpen = state.withLock { state in
      if state.isOpen { state.underWay += 1 }
      return state.isOpen
    }
    guard isOpen else { throw .unavailable("the client was shut down") }
  }

  func leave() {
    let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      state.underWay -= 1
      return state.underWay == 0 ? state.takeWaiters() : []
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Lets nobody in any more, and returns when the last one is out, or as soon as the task is cancelled.
  func close() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isEmpty = state.withLock { state in
          state.isOpen = false
          let isEmpty = state.underWay == 0 || Task.isCancelled
          if !isEmpty { state.waiters.append(continuation) }
          return isEmpty
        }
        if isEmpty { continuation.resume() }
      }
    } onCancel: {
      for waiter in state.withLock({ $0.takeWaiters() }) { waiter.resume() }
    }
  }
}

extension OperationGate.State {
  fileprivate mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
    defer { waiters = [] }
    return waiters
  }
}
