import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// Workers that use the library in every ``LeaseWay``, crash and come back, on one or two pages.
struct LeaseScenario: SimulatedProtocol {
  typealias Way = LeaseWay

  var mutant: LeaseMutant?
  var whole = LeaseCut()

  init(mutant: LeaseMutant? = nil) { self.mutant = mutant }

  init(mutant: LeaseMutant? = nil, whole: LeaseCut) {
    self.mutant = mutant
    self.whole = whole
  }

  static let keys: [CacheKey] = ["home", "about"]

  func play(seed: UInt64, _ cut: LeaseCut) -> PlayedHistory {
    var generator = SeededGenerator(seed: seed, label: "settings")
    let settings = LeaseSettings(&generator, cut)
    let world = SimulatedWorld(seed: seed, faults: settings.faults)
    return play(in: world) {
      await work(settings, in: world)
    } check: {
      LeaseProperties.check($0, settings.terms)
    }
  }

  private func work(_ settings: LeaseSettings, in world: SimulatedWorld) async {
    let mutation: @Sendable () -> Mutation = { mutant?.mutation(settings) ?? Mutation() }
    await withTaskGroup(of: Void.self) { group in
      for number in 1...settings.workers {
        let worker = PlayedWorker(name: "w\(number)", conditions: settings, world: world, mutation: mutation) {
          LeaseProcess($0, settings, mutant)
        }
        group.addTask { await worker.work() }
      }
      if settings.hasForeigner {
        group.addTask { await ForeignWorker(settings, in: world).work() }
      }
    }
    await LeaseInspector(conditions: settings, keys: Array(Self.keys.prefix(settings.keys)), in: world)
      .inspect(mutation())
  }
}
