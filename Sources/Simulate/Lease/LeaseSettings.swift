import DynamoDB
import TableTheoryTesting

/// What one history of the lease protocol is like, drawn from its seed.
struct LeaseSettings: Sendable {
  enum Clocks: Hashable, Sendable {
    case right
    /// No two clocks are further apart than the margin.
    case withinMargin
    /// Seconds apart, and drifting.
    case wrong
  }

  var workers: Int
  var keys: Int
  var rounds: Int
  var duration: Duration
  var margin: Duration
  var clocks: Clocks
  /// A worker that writes the rows as TableTheory's other SDKs do, which erases the fence.
  var hasForeigner: Bool
  /// What the workers do in their rounds: one of these each.
  var ways: [LeaseWay]
  var waysOut: [LeaseWay]
  /// For how long what is published is fresh.
  var freshFor: Duration
  var faults: FaultPlan

  init(_ generator: inout SeededGenerator, _ cut: LeaseCut) {
    workers = min(cut.workers, generator.pick([2, 2, 3, 3, 4]))
    keys = generator.chance(perMille: 300) ? 2 : 1
    rounds = min(cut.rounds, 1 + generator.index(below: 3))
    margin = generator.pick([.zero, .seconds(1), .seconds(2)])
    // The margin is the holder's to leave free.
    duration = margin + generator.pick([.seconds(1), .milliseconds(1500), .seconds(2), .seconds(4)])
    let clocks = generator.pick([Clocks.right, .withinMargin, .wrong])
    self.clocks = cut.clocksAreRight ? .right : clocks
    let foreigner = generator.chance(perMille: 300)
    hasForeigner = foreigner && !cut.foreignerIsOut && self.clocks == .wrong
    ways = generator.pick(Self.mixtures)
    waysOut = cut.waysOut
    freshFor = .seconds(1 + generator.index(below: 3))
    let rate = generator.pick([0, 80, 250, 450])
    faults = FaultPlan(
      perMille: rate, kinds: Fault.Kind.allCases.filter { !cut.faultsOut.contains($0) },
      latency: generator.pick([.milliseconds(5), .milliseconds(60), .milliseconds(400)]), timeout: .milliseconds(800),
      lateness: .seconds(6),
      sweepInterval: generator.chance(perMille: 500) ? .seconds(15) : nil,
      sweepEarliness: .seconds(5))
  }

  /// What the workers of one history do: mostly one thing, so that they meet in it.
  private static let mixtures: [[LeaseWay]] = [
    [.byHand], [.byHand], [.byHand], [.byHand], [.work], [.work], [.queue], [.pages], [.pages], LeaseWay.allCases,
  ]

  /// Whether every request is carried out and answered.
  var isFaultless: Bool { faults.perMille == 0 }

  /// Whether nothing goes wrong at all: what has no other reason then is the library's fault.
  var isCalm: Bool { isFaultless && clocks != .wrong && faults.latency <= .milliseconds(60) }

  /// What a worker does next, if that is not left out.
  func way(_ generator: inout SeededGenerator) -> LeaseWay? {
    let way = generator.pick(ways)
    return waysOut.contains(way) ? nil : way
  }

  /// How long a row stays after its lease, before TTL may take it: longer than any two clocks are apart and the TTL is
  /// early, as an hour is in production.
  static let rowsKept = Duration.seconds(30)
  /// By how much a wrong clock is off at most, either way.
  static let wrongBy = Duration.seconds(6)

  /// What may be expected of workers with these clocks.
  var terms: LeaseProperties.Terms {
    let areRight = clocks != .wrong
    return LeaseProperties.Terms(isRight: { _ in areRight }, hasForeigner: hasForeigner, settings: self)
  }

  func offset(_ generator: inout SeededGenerator) -> Duration {
    switch clocks {
    case .right: .zero
    // Two may be twice the margin apart: one who takes over waits for it, and the holder stops that much earlier.
    case .withinMargin: generator.duration(from: .zero - margin, to: margin)
    case .wrong: generator.duration(from: .zero - Self.wrongBy, to: Self.wrongBy)
    }
  }

  func drift(_ generator: inout SeededGenerator) -> Int {
    clocks == .wrong ? generator.index(below: 4001) - 2000 : 0
  }
}
