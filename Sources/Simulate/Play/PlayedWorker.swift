import DynamoDB
import TableTheoryTesting

/// A worker's process: what a program does with the library.
protocol PlayedProcess: Sendable {
  var worker: SimulatedWorker { get }

  /// Waits a little, and does something.
  func round(_ number: Int, _ generator: inout SeededGenerator) async
}

extension PlayedProcess {
  func pause(_ generator: inout SeededGenerator, upTo longest: Duration) async {
    try? await worker.sleep(for: generator.duration(from: .zero, to: longest))
  }
}

/// One worker over all its lives: rounds of work, and a new process after each crash.
struct PlayedWorker<Process: PlayedProcess>: Sendable {
  let name: String
  let conditions: any PlayedConditions
  let world: SimulatedWorld
  /// What is wrong with what it sends, made anew for each life.
  let mutation: @Sendable () -> Mutation
  let start: @Sendable (SimulatedWorker) -> Process

  func work() async {
    var generator = world.generator(name)
    let offset = conditions.clocks.offset(&generator, within: conditions.offBy)
    let drift = conditions.clocks.drift(&generator)
    var life = 1
    var process = start(life, offset, drift)
    for round in 1...max(1, conditions.rounds) {
      await process.round(round, &generator)
      guard process.worker.isCrashed else { continue }
      process.worker.note(LeaseNote.crashed)
      try? await world.scheduler.sleep(for: generator.duration(from: .zero, to: conditions.duration * 2))
      life += 1
      process = start(life, offset, drift)
    }
  }

  private func start(_ life: Int, _ offset: Duration, _ drift: Int) -> Process {
    start(
      world.worker(
        life == 1 ? name : "\(name).\(life)", clockOffset: offset, driftPartsPerMillion: drift, mutation: mutation()))
  }
}
