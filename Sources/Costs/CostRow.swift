import DynamoDB
import TableTheory
import TableTheoryTesting

/// One way of serving a page, and what it cost.
struct CostRow: Hashable, Sendable {
  var path: String
  var layout: CacheLayout
  var bill: CapacityMeter.Bill
  var renders: Int
  /// How long it took, in virtual time; where that says something.
  var duration: Duration?
}

/// A process in a world where nothing goes wrong and each request takes some milliseconds.
struct CostProcess: Sendable {
  let meter: CapacityMeter
  let pages: CacheTable
  let regenerator: Regenerator

  init(
    _ name: String, in world: SimulatedWorld, layout: CacheLayout, _ configuration: Regenerator.Configuration = .init()
  ) {
    let worker = world.worker(name)
    let jitter = world.generator("jitter of \(name)")
    let random = SharedRandom(jitter)
    meter = CapacityMeter(worker.client)
    pages = CacheTable(
      "pages", on: meter, layout: layout, leases: .init(owner: name), time: worker,
      tokens: CountedTokens(name))
    var configuration = configuration
    configuration.polling.jitter = { random.next() }
    regenerator = Regenerator(pages, configuration: configuration)
  }
}
