import DynamoDB
import Synchronization
import TableTheoryTesting

/// What can be done to a worker's process.
enum WorkerOrder: Sendable {
  /// SIGKILL; a new process takes its place.
  case kill
  /// SIGSTOP, and SIGCONT after so long.
  case stop(Duration)
  /// Its standard input ends: it is to finish what it is at.
  case end
}

/// Which workers there are, and the way to those that run.
final class Crew: Sendable {
  private struct State {
    /// Of workers that have begun to work, and are neither stopped nor told to end.
    var ready: Set<Int> = []
    var orders: [Int: AsyncStream<WorkerOrder>.Continuation] = [:]
    /// Workers that were sent SIGKILL, until they are found dead.
    var doomed: Set<Int> = []
    var isOver = false
    var kills = 0
    var stops = 0
  }

  private let state = Mutex(State())

  var kills: Int { state.withLock { $0.kills } }
  var stops: Int { state.withLock { $0.stops } }
  var isOver: Bool { state.withLock { $0.isOver } }

  /// The orders for a worker's new process, until ``end(_:)``.
  func begin(_ number: Int) -> AsyncStream<WorkerOrder> {
    let (orders, continuation) = AsyncStream.makeStream(of: WorkerOrder.self)
    state.withLock { state in
      state.orders[number] = continuation
      if state.isOver { continuation.yield(.end) }
    }
    return orders
  }

  func isReady(_ number: Int) { state.withLock { _ = $0.ready.insert(number) } }

  func end(_ number: Int) {
    state.withLock { state in
      state.ready.remove(number)
      state.orders.removeValue(forKey: number)?.finish()
    }
  }

  /// Sends a signal, drawn by the generator, to one of those that work.
  func strike(_ generator: inout SeededGenerator) {
    let (draw, isKill, pause) = (
      generator.index(below: 1 << 16), generator.chance(perMille: 500),
      // Longer than a lease and what its rounding to whole seconds adds.
      generator.duration(from: .milliseconds(3200), to: .seconds(5))
    )
    state.withLock { state in
      let ready = state.ready.sorted()
      guard !ready.isEmpty else { return }
      let number = ready[draw % ready.count]
      state.ready.remove(number)
      if isKill {
        state.kills += 1
        state.doomed.insert(number)
      } else {
        state.stops += 1
      }
      state.orders[number]?.yield(isKill ? .kill : .stop(pause))
    }
  }

  /// Whether the worker that is found dead was sent SIGKILL.
  func meantToKill(_ number: Int) -> Bool { state.withLock { $0.doomed.remove(number) != nil } }

  /// Tells all to end; whoever is killed from now on does not come back.
  func tellToEnd() {
    state.withLock { state in
      state.isOver = true
      for continuation in state.orders.values { continuation.yield(.end) }
    }
  }
}
