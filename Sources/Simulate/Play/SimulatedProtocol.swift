import MutableTableTheory
import TableTheoryTesting

/// A protocol made wrong, one way each; its raw value is its name.
protocol ProtocolMutant: RawRepresentable<String>, CaseIterable, Sendable {
  /// What is wrong in the library's code itself, if it is not at the door.
  var code: CodeMutant? { get }
}

/// A protocol of the library that is played, as it is or made wrong.
protocol SimulatedProtocol: Scenario where Cut == HistoryCut<Way> {
  associatedtype Way: PlayedWay
  associatedtype Mutant: ProtocolMutant

  init(mutant: Mutant?)

  var mutant: Mutant? { get }
}

extension SimulatedProtocol {
  func smaller(than cut: Cut) -> [Cut] { cut.smaller }

  /// Plays a history on a new table, checks it, and keeps nothing of its world.
  ///
  /// - Parameter check: what the history broke, beside that nobody waits for ever.
  func play(
    in world: SimulatedWorld, _ work: @escaping @Sendable () async -> Void, check: ([HistoryEvent]) -> [Violation]
  ) -> PlayedHistory {
    let code = mutant?.code
    var violations: [Violation] = []
    do {
      try world.run {
        try await CacheTable(Self.table, on: world.engine, time: world.scheduler).createIfMissing()
        guard let code else { return await work() }
        await CodeMutant.$current.withValue(code) { await work() }
      }
    } catch let failure as SimulationFailure {
      violations.append(Self.violation(failure))
    } catch {
      violations.append(Violation("the scenario runs", "\(error)"))
    }
    let events = world.ledger.takeEvents()
    return PlayedHistory(seed: world.seed, events: events, violations: violations + check(events))
  }

  static var table: String { "pages" }

  private static func violation(_ failure: SimulationFailure) -> Violation {
    switch failure {
    case .deadlock(let time), .runaway(_, let time): Violation("every wait ends", "\(failure)", at: time)
    case .outlived(_, let time): Violation("no task outlives its scope", "\(failure)", at: time)
    }
  }
}
