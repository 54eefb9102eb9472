import DynamoDB
import Synchronization

extension SeededScheduler {
  /// Runs `body` and everything that it starts to the end, on the calling thread.
  ///
  /// It may be called from synchronous and from asynchronous code; it returns without ever having waited. A scheduler
  /// may run several bodies one after the other, and its time goes on.
  ///
  /// - Throws: what `body` throws; ``SimulationFailure`` where a task waits for what never comes, where the history is
  ///   longer than ``Limits`` allow, and where a task outlives `body`. The tasks that are left are cancelled first.
  public func run<Success: Sendable>(
    _ body: @escaping @Sendable () async throws -> Success
  ) throws -> Success {
    let outcome = Outcome<Success>()
    let main = Task(executorPreference: self) {
      do {
        outcome.set(.success(try await body()))
      } catch {
        outcome.set(.failure(error))
      }
    }
    let failure = drain { !outcome.isThere }
    let left = state.withLock { $0.ready.count + $0.sleepers.count }
    if failure != nil || left > 0 {
      main.cancel()
      close()
    }
    if let failure { throw failure }
    guard let value = outcome.value else { throw SimulationFailure.deadlock(after: uptime) }
    let success = try value.get()
    if left > 0 { throw SimulationFailure.outlived(tasks: left, at: uptime) }
    return success
  }

  /// Runs jobs as long as there are any and `isUnfinished` says so.
  private func drain(while isUnfinished: () -> Bool) -> SimulationFailure? {
    while isUnfinished() {
      switch next() {
      case .job(let job): unsafe job.runSynchronously(on: asUnownedTaskExecutor())
      case .wake(let sleepers): for sleeper in sleepers { sleeper.resume() }
      case .nothing: return .deadlock(after: uptime)
      case .tooLong: return .runaway(jobs: jobs, after: uptime)
      }
    }
    return nil
  }

  /// Ends what is left: nobody sleeps any more, so that cancelled tasks find their end.
  private func close() {
    state.withLock { state in
      state.isClosing = true
      state.jobs = 0
    }
    defer { state.withLock { $0.isClosing = false } }
    let asleep = state.withLock { $0.sleepers.removeAll() }
    for sleeper in asleep { sleeper.resume(throwing: CancellationError()) }
    _ = drain { true }
  }

  private enum Step {
    case job(UnownedJob)
    case wake([Sleepers.Sleeper])
    case nothing
    case tooLong
  }

  private func next() -> Step {
    state.withLock { state -> Step in
      if !state.ready.isEmpty {
        guard state.jobs < limits.jobs else { return .tooLong }
        state.jobs += 1
        let last = state.ready.count - 1
        if last > 0 { state.ready.swapAt(state.generator.index(below: last + 1), last) }
        return .job(state.ready.removeLast())
      }
      guard let moment = state.sleepers.nextMoment else { return .nothing }
      guard moment <= limits.time else { return .tooLong }
      state.uptime = max(state.uptime, moment)
      return .wake(state.sleepers.wake(at: moment))
    }
  }
}

/// What a body came to: written by its task, read by the loop.
private final class Outcome<Success: Sendable>: Sendable {
  private let result = Mutex<Result<Success, any Error>?>(nil)
  private let flag = Atomic(false)

  var isThere: Bool { flag.load(ordering: .acquiring) }

  var value: Result<Success, any Error>? { result.withLock { $0 } }

  func set(_ value: Result<Success, any Error>) {
    result.withLock { $0 = value }
    flag.store(true, ordering: .releasing)
  }
}
