public import DynamoDB
import Synchronization

extension SeededScheduler: TimeSource {
  /// The virtual wall clock, which is right: what workers' clocks are off from.
  public var now: Timestamp { start + uptime }

  /// How much virtual time has passed since the beginning.
  public var uptime: Duration { state.withLock { $0.uptime } }

  /// Waits in virtual time, which passes when no task can run: one that spins without sleeping stops it.
  ///
  /// - Throws: `CancellationError` as soon as the task is cancelled.
  public func sleep(for duration: Duration) async throws {
    try await sleep(until: uptime + max(.zero, duration))
  }

  /// Waits until ``uptime`` is `moment`.
  ///
  /// - Throws: `CancellationError` as soon as the task is cancelled.
  public func sleep(until moment: Duration) async throws {
    let ticket = state.withLock { $0.sleepers.nextTicket() }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        // Looked at under the lock: whoever cancels later finds the sleeper.
        let outcome = state.withLock { state -> Result<Void, CancellationError>? in
          if Task.isCancelled || state.isClosing { return .failure(CancellationError()) }
          if moment <= state.uptime { return .success(()) }
          state.sleepers.add(.cancellable(continuation), until: moment, ticket: ticket)
          return nil
        }
        switch outcome {
        case .success: continuation.resume()
        case .failure(let error): continuation.resume(throwing: error)
        case nil: break
        }
      }
    } onCancel: {
      let sleeper = state.withLock { $0.sleepers.remove(ticket) }
      sleeper?.resume(throwing: CancellationError())
    }
  }

  /// Lets the time pass whatever happens to the task: what a network does.
  func pass(until moment: Duration) async {
    guard moment > uptime else { return }
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let isRefused = state.withLock { state in
        if state.isClosing { return true }
        let ticket = state.sleepers.nextTicket()
        state.sleepers.add(.deaf(continuation), until: moment, ticket: ticket)
        return false
      }
      if isRefused { continuation.resume() }
    }
  }
}
