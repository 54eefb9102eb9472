import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// What one history of idempotent requests is like, drawn from its seed.
struct RequestSettings: PlayedConditions {
  var workers: Int
  var keys: Int
  var rounds: Int
  /// The in-progress time that a worker asks for.
  var duration: Duration
  var margin: Duration
  var clocks: PlayedClocks
  var freshFor: Duration
  var faults: FaultPlan
  /// How long a record counts.
  var retention: Duration
  var look: IdempotencyStore.Look
  /// Whether processes remember results.
  var remembers: Bool
  var layout: CacheLayout
  private var ways: [RequestWay]
  private var waysOut: [RequestWay]

  init(_ generator: inout SeededGenerator, _ cut: RequestCut) {
    workers = min(cut.workers, generator.pick([2, 2, 3, 3]))
    keys = generator.chance(perMille: 200) ? 2 : 1
    rounds = min(cut.rounds, 1 + generator.index(below: 3))
    margin = generator.pick([.zero, .seconds(1), .seconds(2)])
    duration = margin + generator.pick([.seconds(1), .milliseconds(1500), .seconds(2), .seconds(4)])
    let clocks = generator.pick([PlayedClocks.right, .withinMargin, .wrong])
    self.clocks = cut.clocksAreRight ? .right : clocks
    freshFor = .seconds(1 + generator.index(below: 3))
    faults = .drawn(&generator, without: cut.faultsOut)
    retention = generator.pick([.seconds(2), .seconds(8), .seconds(24 * 3600)])
    look = generator.pick([.write, .write, .read])
    remembers = generator.chance(perMille: 500)
    layout = generator.pick(CacheLayout.allCases)
    ways = generator.pick(Self.mixtures)
    waysOut = cut.waysOut
  }

  /// What the workers of one history do: mostly one thing, so that they meet in it.
  private static let mixtures: [[RequestWay]] = [
    [.perform], [.perform], [.together], [.together], [.steps], [.batch], [.pages],
    [.perform, .together, .steps, .batch],
  ]

  /// What a worker does next, if that is not left out.
  func way(_ generator: inout SeededGenerator) -> RequestWay? {
    let way = generator.pick(ways)
    return waysOut.contains(way) ? nil : way
  }

  /// For how long a process goes by what it remembers.
  static let rememberedFor = Duration.seconds(5)
}
