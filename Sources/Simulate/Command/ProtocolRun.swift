import DynamoDB
import TableTheoryTesting

/// One run of the command: the histories of the real protocol, and then each mutant until it is caught.
struct ProtocolRun<Played: SimulatedProtocol>: Sendable {
  var histories: UInt64
  var seed: UInt64
  var threads: Int

  /// A mutant that lives so long is not caught.
  static var mutantHistories: UInt64 { 20_000 }

  func run() async -> ProtocolReport<Played> {
    let start = SystemTime().uptime
    let scenario = Played(mutant: nil)
    let result = await scenario.search(seeds: seed..<(seed + histories), threads: threads)
    var caught: [(Played.Mutant, FailingHistory<Played.Cut>?)] = []
    for mutant in Played.Mutant.allCases {
      let mutated = Played(mutant: mutant)
      caught.append(
        (mutant, await mutated.search(seeds: seed..<(seed + Self.mutantHistories), threads: threads).failure))
    }
    return ProtocolReport(
      histories: result.histories, failure: result.failure.map { scenario.shrink($0) },
      seed: result.failure?.seed, mutants: caught,
      time: SystemTime().uptime - start)
  }

  /// Prints one history.
  func replay(mutant: Played.Mutant?, _ cut: Played.Cut) {
    let history = Played(mutant: mutant).play(seed: seed, cut)
    print(FailingHistory(cut: cut, history: history).report)
  }
}
