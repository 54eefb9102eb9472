import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// Workers that do requests' work in every ``RequestWay``, crash and come back, and meet in one or two keys.
struct RequestScenario: SimulatedProtocol {
  typealias Way = RequestWay

  var mutant: RequestMutant?
  var whole = RequestCut()

  init(mutant: RequestMutant? = nil) { self.mutant = mutant }

  static let keys = ["order-1", "order-2"].map { IdempotencyKey($0, on: "orders") }
  static let page: CacheKey = "home"
  /// What makes a page anew is another request each time: here there is one.
  static let revalidation = IdempotencyKey.revalidation(of: page, after: 0, deploy: "7")

  func play(seed: UInt64, _ cut: RequestCut) -> PlayedHistory {
    var generator = SeededGenerator(seed: seed, label: "settings")
    let settings = RequestSettings(&generator, cut)
    let world = SimulatedWorld(seed: seed, faults: settings.faults)
    return play(in: world) {
      await work(settings, in: world)
    } check: {
      RequestProperties.check($0, settings)
    }
  }

  private func work(_ settings: RequestSettings, in world: SimulatedWorld) async {
    let mutation: @Sendable () -> Mutation = { mutant?.mutation(settings) ?? Mutation() }
    await withTaskGroup(of: Void.self) { group in
      for number in 1...settings.workers {
        let worker = PlayedWorker(name: "w\(number)", conditions: settings, world: world, mutation: mutation) {
          RequestProcess($0, settings)
        }
        group.addTask { await worker.work() }
      }
    }
    await RequestInspector(settings, in: world).inspect(mutation())
  }
}
