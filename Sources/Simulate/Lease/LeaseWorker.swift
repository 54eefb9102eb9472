import DynamoDB
import MutableTableTheory
import Synchronization
import TableTheoryTesting

/// One worker over all its lives: rounds of work, and a new process after each crash.
struct LeaseWorker: Sendable {
  let name: String
  let settings: LeaseSettings
  let mutant: LeaseMutant?
  let world: SimulatedWorld

  init(_ name: String, _ settings: LeaseSettings, _ mutant: LeaseMutant?, in world: SimulatedWorld) {
    self.name = name
    self.settings = settings
    self.mutant = mutant
    self.world = world
  }

  func work() async {
    var generator = world.generator(name)
    let offset = settings.offset(&generator)
    let drift = settings.drift(&generator)
    var life = 1
    var process = start(life, offset, drift)
    for _ in 0..<settings.rounds {
      await process.round(&generator)
      guard process.worker.isCrashed else { continue }
      process.worker.note(LeaseNote.crashed)
      try? await world.scheduler.sleep(for: generator.duration(from: .zero, to: settings.duration * 2))
      life += 1
      process = start(life, offset, drift)
    }
  }

  private func start(_ life: Int, _ offset: Duration, _ drift: Int) -> LeaseProcess {
    let worker = world.worker(
      life == 1 ? name : "\(name).\(life)", clockOffset: offset, driftPartsPerMillion: drift,
      mutation: mutant?.mutation(settings) ?? Mutation())
    return LeaseProcess(worker, settings, mutant)
  }
}

/// Tokens that a history repeats: `w1.2-3` is the third of the worker's second life.
final class NamedTokens: TokenSource {
  private let name: String
  private let count = Mutex(0)

  init(_ name: String) { self.name = name }

  func next() -> String {
    let number = count.withLock { count in
      count += 1
      return count
    }
    return "\(name)-\(number)"
  }
}

/// A mutant's tokens: always the same one for a lease.
struct OneToken: TokenSource {
  let name: String

  func next() -> String { name }
}
