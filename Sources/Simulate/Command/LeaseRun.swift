import DynamoDB
import TableTheoryTesting

/// One run of the command: the histories of the real protocol, and then each mutant until it is caught.
struct LeaseRun: Sendable {
  var histories: UInt64
  var seed: UInt64
  var threads: Int

  /// A mutant that lives so long is not caught.
  static let mutantHistories: UInt64 = 20_000

  func run() async -> LeaseReport {
    let start = SystemTime().uptime
    let scenario = LeaseScenario()
    let result = await scenario.search(seeds: seed..<(seed + histories), threads: threads)
    var caught: [(LeaseMutant, FailingHistory<LeaseCut>?)] = []
    for mutant in LeaseMutant.allCases {
      let mutated = LeaseScenario(mutant: mutant)
      caught.append(
        (mutant, await mutated.search(seeds: seed..<(seed + Self.mutantHistories), threads: threads).failure))
    }
    return LeaseReport(
      histories: result.histories, failure: result.failure.map { scenario.shrink($0) },
      seed: result.failure?.seed, mutants: caught,
      time: SystemTime().uptime - start)
  }

  /// Prints one history.
  func replay(mutant: LeaseMutant?, _ cut: LeaseCut) {
    let history = LeaseScenario(mutant: mutant).play(seed: seed, cut)
    print(FailingHistory(cut: cut, history: history).report)
  }
}
