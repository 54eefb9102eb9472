import DynamoDB
import TableTheoryTesting

/// How right the workers' clocks are.
enum PlayedClocks: Hashable, Sendable {
  case right
  /// No clock is further off than the margin allows.
  case withinMargin
  /// Seconds apart, and drifting.
  case wrong

  /// By how much a wrong clock is off at most, either way.
  static let wrongBy = Duration.seconds(6)

  func offset(_ generator: inout SeededGenerator, within offBy: Duration) -> Duration {
    switch self {
    case .right: .zero
    case .withinMargin: generator.duration(from: .zero - offBy, to: offBy)
    case .wrong: generator.duration(from: .zero - Self.wrongBy, to: Self.wrongBy)
    }
  }

  func drift(_ generator: inout SeededGenerator) -> Int {
    self == .wrong ? generator.index(below: 4001) - 2000 : 0
  }

  /// By how much a worker's clock may be ahead.
  func ahead(margin: Duration) -> Duration {
    switch self {
    case .right: .zero
    case .withinMargin: margin
    case .wrong: Self.wrongBy + .seconds(1)
    }
  }
}

/// What one history is like, whatever protocol is played in it.
protocol PlayedConditions: Sendable {
  var rounds: Int { get }
  /// For how long a worker asks for what others wait for.
  var duration: Duration { get }
  /// By how much clocks may differ, as far as the workers know.
  var margin: Duration { get }
  var clocks: PlayedClocks { get }
  /// By how much a clock within the margin is off at most, either way.
  var offBy: Duration { get }
  var ahead: Duration { get }
  /// For how long what is published is fresh.
  var freshFor: Duration { get }
  var faults: FaultPlan { get }
}

extension PlayedConditions {
  /// Two clocks may be twice the margin apart: one who takes over waits for it, and the holder stops that much earlier.
  var offBy: Duration { margin }

  /// By how much a worker's clock may be ahead of the right time.
  var ahead: Duration { clocks.ahead(margin: margin) }

  /// Whether every request is carried out and answered.
  var isFaultless: Bool { faults.perMille == 0 }

  /// Whether nothing goes wrong at all: what has no other reason then is the library's fault.
  var isCalm: Bool { isFaultless && clocks != .wrong && faults.latency <= .milliseconds(60) }
}

extension FaultPlan {
  /// How often what goes wrong in a history, drawn from its seed.
  static func drawn(_ generator: inout SeededGenerator, without faultsOut: [Fault.Kind]) -> FaultPlan {
    let rate = generator.pick([0, 80, 250, 450])
    return FaultPlan(
      perMille: rate, kinds: Fault.Kind.allCases.filter { !faultsOut.contains($0) },
      latency: generator.pick([.milliseconds(5), .milliseconds(60), .milliseconds(400)]), timeout: .milliseconds(800),
      lateness: .seconds(6),
      sweepInterval: generator.chance(perMille: 500) ? .seconds(15) : nil,
      sweepEarliness: .seconds(5))
  }
}
