import DynamoDB
import TableTheoryTesting

/// What one history of the lease protocol is like, drawn from its seed.
struct LeaseSettings: PlayedConditions {
  var workers: Int
  var keys: Int
  var rounds: Int
  var duration: Duration
  var margin: Duration
  var clocks: PlayedClocks
  /// A worker that writes the rows as TableTheory's other SDKs do, which erases the fence.
  var hasForeigner: Bool
  /// What the workers do in their rounds: one of these each.
  var ways: [LeaseWay]
  var waysOut: [LeaseWay]
  var freshFor: Duration
  var faults: FaultPlan

  init(_ generator: inout SeededGenerator, _ cut: LeaseCut) {
    workers = min(cut.workers, generator.pick([2, 2, 3, 3, 4]))
    keys = generator.chance(perMille: 300) ? 2 : 1
    rounds = min(cut.rounds, 1 + generator.index(below: 3))
    margin = generator.pick([.zero, .seconds(1), .seconds(2)])
    // The margin is the holder's to leave free.
    duration = margin + generator.pick([.seconds(1), .milliseconds(1500), .seconds(2), .seconds(4)])
    let clocks = generator.pick([PlayedClocks.right, .withinMargin, .wrong])
    self.clocks = cut.clocksAreRight ? .right : clocks
    let foreigner = generator.chance(perMille: 300)
    hasForeigner = foreigner && !cut.foreignerIsOut && self.clocks == .wrong
    ways = generator.pick(Self.mixtures)
    waysOut = cut.waysOut
    freshFor = .seconds(1 + generator.index(below: 3))
    faults = .drawn(&generator, without: cut.faultsOut)
  }

  /// What the workers of one history do: mostly one thing, so that they meet in it.
  private static let mixtures: [[LeaseWay]] = [
    [.byHand], [.byHand], [.byHand], [.byHand], [.work], [.work], [.queue], [.pages], [.pages], LeaseWay.allCases,
  ]

  /// What a worker does next, if that is not left out.
  func way(_ generator: inout SeededGenerator) -> LeaseWay? {
    let way = generator.pick(ways)
    return waysOut.contains(way) ? nil : way
  }

  /// How long a row stays after its lease, before TTL may take it: longer than any two clocks are apart and the TTL is
  /// early, as an hour is in production.
  static let rowsKept = Duration.seconds(30)

  /// What may be expected of workers with these clocks.
  var terms: LeaseProperties.Terms {
    let areRight = clocks != .wrong
    return LeaseProperties.Terms(isRight: { _ in areRight }, hasForeigner: hasForeigner, settings: self)
  }
}
