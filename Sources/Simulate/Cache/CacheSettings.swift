import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// What one history of the cache is like, drawn from its seed.
struct CacheSettings: PlayedConditions {
  var workers: Int
  var keys: Int
  var rounds: Int
  var duration: Duration
  var margin: Duration
  var clocks: PlayedClocks
  var freshFor: Duration
  var faults: FaultPlan
  var layout: CacheLayout
  /// How many publications in a thousand keep a version.
  var versionsPerMille: Int
  /// How long a page's row is kept.
  var retention: Duration
  var tagsCachedFor: Duration
  var coalescingWindow: Duration
  /// Whether pages are made anew before their time is over, by chance.
  var refreshesEarly: Bool
  /// Whether the workers come back after an hour, when bodies are old enough to be swept.
  var comesBack: Bool
  private var ways: [CacheWay]
  private var waysOut: [CacheWay]

  init(_ generator: inout SeededGenerator, _ cut: CacheCut) {
    workers = min(cut.workers, generator.pick([2, 2, 2, 3]))
    keys = generator.chance(perMille: 200) ? 2 : 1
    rounds = min(cut.rounds, 2 + generator.index(below: 2))
    margin = generator.pick([.zero, .seconds(1), .seconds(2)])
    duration = margin + generator.pick([.seconds(1), .seconds(2), .seconds(4)])
    let clocks = generator.pick([PlayedClocks.right, .withinMargin, .wrong])
    self.clocks = cut.clocksAreRight ? .right : clocks
    freshFor = .seconds(1 + generator.index(below: 3))
    faults = .drawn(&generator, without: cut.faultsOut)
    layout = generator.pick(CacheLayout.allCases)
    versionsPerMille = generator.pick([0, 500, 1000])
    retention = generator.pick([.seconds(7 * 24 * 3600), .seconds(7 * 24 * 3600), .seconds(3600), .seconds(40)])
    tagsCachedFor = generator.pick([.zero, .seconds(1), .seconds(3)])
    coalescingWindow = generator.pick([.zero, .zero, .milliseconds(500)])
    refreshesEarly = generator.chance(perMille: 200)
    comesBack = generator.chance(perMille: 350)
    ways = generator.pick(comesBack ? Self.longMixtures : Self.mixtures)
    waysOut = cut.waysOut
  }

  private static let mixtures: [[CacheWay]] = [
    [.visits], [.visits, .visits, .invalidations], [.visits, .invalidations], [.versions],
    [.visits, .visits, .versions, .invalidations],
  ]

  private static let longMixtures: [[CacheWay]] = [
    [.visits, .visits, .sweep], [.visits, .visits, .sweep], [.visits, .versions, .sweep],
    [.visits, .visits, .versions, .sweep, .invalidations],
  ]

  /// What a worker does next, if that is not left out. There has to be something before it can be looked at.
  func way(in round: Int, _ generator: inout SeededGenerator) -> CacheWay? {
    let drawn = generator.pick(ways)
    let way = round == 1 && drawn == .sweep ? .visits : drawn
    return waysOut.contains(way) ? nil : way
  }

  /// A tag that was not known before is judged by two clocks, which may be the margin apart.
  var offBy: Duration { margin / 2 }

  /// A clock that is wrong goes on drifting for an hour.
  var ahead: Duration {
    clocks.ahead(margin: margin) + (clocks == .wrong && comesBack ? Self.comeback / 400 : .zero)
  }

  /// When the workers come back.
  static let comeback = Duration.seconds(3700)
  /// How long a row stays after its lease: longer than clocks that drift for an hour are apart.
  static let rowsKept = Duration.seconds(60)
  /// For how long what a process knows is served where the table cannot be read.
  static let lastKnownFor = Duration.seconds(5)
  /// How long a sweep lets readers go on.
  static let readersHold = Duration.seconds(20)
  /// How long what is served while a page is made counts as just looked at.
  static let looksEvery = Duration.seconds(1)

  /// How long a reader may not know of an invalidation that was acknowledged.
  func lag(byTag: Bool) -> Duration { coalescingWindow + Self.looksEvery + (byTag ? tagsCachedFor : .zero) }
}
