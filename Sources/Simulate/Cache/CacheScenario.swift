import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// Workers that use the cache in every ``CacheWay``, in one of its layouts, crash and come back, on one or two pages.
struct CacheScenario: SimulatedProtocol {
  typealias Way = CacheWay

  var mutant: CacheMutant?
  var whole = CacheCut()

  init(mutant: CacheMutant? = nil) { self.mutant = mutant }

  static let keys: [CacheKey] = LeaseScenario.keys
  static let tag = "news"
  static let deploy = "7"

  func play(seed: UInt64, _ cut: CacheCut) -> PlayedHistory {
    var generator = SeededGenerator(seed: seed, label: "settings")
    let settings = CacheSettings(&generator, cut)
    let world = SimulatedWorld(seed: seed, faults: settings.faults)
    return play(in: world) {
      await work(settings, in: world)
    } check: {
      CacheProperties.check($0, settings)
    }
  }

  private func work(_ settings: CacheSettings, in world: SimulatedWorld) async {
    let bodies = MemoryBodyStore(time: world.scheduler)
    let mutation: @Sendable () -> Mutation = { mutant?.mutation ?? Mutation() }
    await withTaskGroup(of: Void.self) { group in
      for number in 1...settings.workers {
        let worker = PlayedWorker(name: "w\(number)", conditions: settings, world: world, mutation: mutation) {
          CacheProcess($0, settings, bodies, mutant)
        }
        group.addTask { await worker.work() }
      }
    }
    await LeaseInspector(
      conditions: settings, keys: Array(Self.keys.prefix(settings.keys)), layout: settings.layout, in: world
    ).inspect(mutation())
  }
}
