import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// Workers that use the library in every ``LeaseWay``, crash and come back, on one or two pages.
struct LeaseScenario: Scenario {
  var mutant: LeaseMutant?
  var whole = LeaseCut()

  static let table = "pages"
  static let keys: [CacheKey] = ["home", "about"]

  func smaller(than cut: LeaseCut) -> [LeaseCut] { cut.smaller }

  func play(seed: UInt64, _ cut: LeaseCut) -> PlayedHistory {
    var generator = SeededGenerator(seed: seed, label: "settings")
    let settings = LeaseSettings(&generator, cut)
    let world = SimulatedWorld(seed: seed, faults: settings.faults)
    var violations: [Violation] = []
    do {
      try world.run { try await Self.play(settings, mutant, in: world) }
    } catch let failure as SimulationFailure {
      violations.append(Self.violation(failure))
    } catch {
      violations.append(Violation("the scenario runs", "\(error)"))
    }
    let events = world.ledger.takeEvents()
    return PlayedHistory(
      seed: seed, events: events, violations: violations + LeaseProperties.check(events, settings.terms))
  }

  private static func play(_ settings: LeaseSettings, _ mutant: LeaseMutant?, in world: SimulatedWorld) async throws {
    try await CacheTable(table, on: world.engine, time: world.scheduler).createIfMissing()
    guard let change = mutant?.code else { return await work(settings, mutant, in: world) }
    await CodeMutant.$current.withValue(change) { await work(settings, mutant, in: world) }
  }

  private static func work(_ settings: LeaseSettings, _ mutant: LeaseMutant?, in world: SimulatedWorld) async {
    await withTaskGroup(of: Void.self) { group in
      for number in 1...settings.workers {
        group.addTask { await LeaseWorker("w\(number)", settings, mutant, in: world).work() }
      }
      if settings.hasForeigner {
        group.addTask { await ForeignWorker(settings, in: world).work() }
      }
    }
    await LeaseInspector(settings, mutant, in: world).inspect()
  }

  private static func violation(_ failure: SimulationFailure) -> Violation {
    switch failure {
    case .deadlock(let time), .runaway(_, let time): Violation("every wait ends", "\(failure)", at: time)
    case .outlived(_, let time): Violation("no task outlives its scope", "\(failure)", at: time)
    }
  }
}
