import DynamoDB
import Synchronization

/// The tasks of this process that wait for leases, in a line for each key: only the first one asks the table, for all.
///
/// It holds no task and starts none; what it says is decided from its own state, so that nothing here waits for the
/// network.
final class WaitingLines: Sendable {
  struct Ticket: Hashable, Sendable {
    let key: CacheKey
    fileprivate let number: UInt64
  }

  /// What a waiting task may do.
  enum Turn: Equatable {
    /// Ask now. The number tells later whether the lease was given back meanwhile.
    case ask(seen: UInt64)
    /// Wait for a signal, and no longer than until the moment, if there is one.
    case wait(until: Duration?)
  }

  private enum Signal {
    case none
    case raised
    case awaited(CheckedContinuation<Void, Never>)
  }

  private struct Waiter {
    let number: UInt64
    var signal = Signal.none
  }

  private struct Line {
    var waiters: [Waiter] = []
    /// When the first one may ask, by uptime; at once where nothing is known.
    var nextAsk: Duration?
    var pause: Duration?
    /// Why nobody has the lease yet.
    var obstacle: LeaseError?
    /// How often the lease was given back in this process.
    var givenBack: UInt64 = 0
  }

  private struct State {
    var lines: [CacheKey: Line] = [:]
    var lastNumber: UInt64 = 0
  }

  private let state = Mutex(State())

  /// How many keys are waited for.
  var count: Int { state.withLock { $0.lines.count } }

  /// How many tasks wait for a key.
  func count(on key: CacheKey) -> Int { state.withLock { $0.lines[key]?.waiters.count ?? 0 } }

  func join(_ key: CacheKey) -> Ticket {
    state.withLock { state in
      state.lastNumber += 1
      state.lines[key, default: Line()].waiters.append(Waiter(number: state.lastNumber))
      return Ticket(key: key, number: state.lastNumber)
    }
  }

  /// The task does not wait any more; the next one is woken if it becomes the first.
  func leave(_ ticket: Ticket) {
    change(ticket.key) { line in
      let first = line.waiters.first?.number
      line.waiters.removeAll { $0.number == ticket.number }
      return first != line.waiters.first?.number
    }
  }

  func turn(of ticket: Ticket, at uptime: Duration) -> Turn {
    #if MUTANTS
      if CodeMutant.isAtWork(.everyWaiterAsks) { return turnAlone(of: ticket, at: uptime) }
    #endif
    return state.withLock { state in
      guard let line = state.lines[ticket.key], line.waiters.first?.number == ticket.number else {
        return .wait(until: nil)
      }
      if let nextAsk = line.nextAsk, nextAsk > uptime { return .wait(until: nextAsk) }
      return .ask(seen: line.givenBack)
    }
  }

  #if MUTANTS
    private func turnAlone(of ticket: Ticket, at uptime: Duration) -> Turn {
      state.withLock { state in
        guard let line = state.lines[ticket.key] else { return .wait(until: nil) }
        if let nextAsk = line.nextAsk, nextAsk > uptime { return .wait(until: nextAsk) }
        return .ask(seen: line.givenBack)
      }
    }
  #endif

  /// Why the task has to wait, if anybody has asked yet.
  func obstacle(on key: CacheKey) -> LeaseError? { state.withLock { $0.lines[key]?.obstacle } }

  /// The first one was refused.
  ///
  /// - Parameters:
  ///   - seen: what its turn said: if the lease was given back since, the next one asks at once.
  ///   - pause: the wait and what to remember of it, from the pause before.
  func refused(
    _ key: CacheKey, by obstacle: LeaseError, at uptime: Duration, seen: UInt64,
    pause: (Duration?) -> (wait: Duration, next: Duration)
  ) {
    change(key) { line in
      let (wait, next) = pause(line.pause)
      line.obstacle = obstacle
      line.pause = next
      line.nextAsk = line.givenBack == seen ? uptime + wait : nil
      return false
    }
  }

  /// One of the line has the lease: the others need not ask before `nextAsk`, unless it is given back here.
  func taken(_ key: CacheKey, by holder: LeaseHolder, nextAsk: Duration) {
    change(key) { line in
      line.obstacle = .held(holder)
      line.pause = nil
      line.nextAsk = nextAsk
      return false
    }
  }

  /// The lease was given back in this process: whoever is first asks at once.
  func freed(_ key: CacheKey) {
    #if MUTANTS
      if CodeMutant.isAtWork(.handOverForgetsTheNext) { return }
    #endif
    change(key) { line in
      line.givenBack += 1
      line.nextAsk = nil
      line.pause = nil
      return true
    }
  }

  /// Waits until the task has reason to look at its turn again, or is cancelled.
  func signal(for ticket: Ticket) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isRaised = state.withLock { state in
          guard !Task.isCancelled,
            let index = state.lines[ticket.key]?.waiters.firstIndex(where: { $0.number == ticket.number })
          else { return true }
          if case .raised = state.lines[ticket.key]?.waiters[index].signal {
            state.lines[ticket.key]?.waiters[index].signal = .none
            return true
          }
          state.lines[ticket.key]?.waiters[index].signal = .awaited(continuation)
          return false
        }
        if isRaised { continuation.resume() }
      }
    } onCancel: {
      let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
        guard let index = state.lines[ticket.key]?.waiters.firstIndex(where: { $0.number == ticket.number }),
          case .awaited(let continuation) = state.lines[ticket.key]?.waiters[index].signal
        else { return nil }
        state.lines[ticket.key]?.waiters[index].signal = .none
        return continuation
      }
      continuation?.resume()
    }
  }

  /// - Parameter change: says whether the first one is to be woken.
  private func change(_ key: CacheKey, _ change: (inout Line) -> Bool) {
    let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard var line = state.lines[key] else { return nil }
      let wakes = change(&line)
      var continuation: CheckedContinuation<Void, Never>?
      if wakes, !line.waiters.isEmpty {
        if case .awaited(let waiting) = line.waiters[0].signal {
          continuation = waiting
          line.waiters[0].signal = .none
        } else {
          line.waiters[0].signal = .raised
        }
      }
      state.lines[key] = line.waiters.isEmpty ? nil : line
      return continuation
    }
    continuation?.resume()
  }
}
