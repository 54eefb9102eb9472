import DynamoDB
import Synchronization
import TableTheoryTesting

/// Somebody who asks for something and may not wait for it to the end.
final class Caller: Sendable {
  private let flag = Atomic(false)

  /// Whether the call was cancelled because its caller has gone.
  var hasGone: Bool { flag.load(ordering: .acquiring) }

  private func go() { flag.store(true, ordering: .releasing) }

  /// Runs `call`, and cancels it where it takes longer than `patience`.
  static func run(
    in world: SimulatedWorld, patience: Duration?, _ call: @escaping @Sendable (Caller) async -> Void
  ) async {
    let caller = Caller()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await call(caller) }
      guard let patience else { return }
      group.addTask {
        guard (try? await world.scheduler.sleep(for: patience)) != nil else { return }
        caller.go()
      }
      await group.next()
      group.cancelAll()
    }
  }

  /// Runs what the caller's cancellation must not reach.
  static func undisturbed(in world: SimulatedWorld, _ body: @escaping @Sendable () async -> Void) async {
    await Task(executorPreference: world.scheduler) { await body() }.value
  }
}
