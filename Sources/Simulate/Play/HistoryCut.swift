import TableTheoryTesting

/// A way in which a worker uses the library.
protocol PlayedWay: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// Whether workers of other SDKs come by at times.
  static var hasForeigners: Bool { get }
}

extension PlayedWay {
  static var hasForeigners: Bool { false }
}

/// What is left out of a protocol's histories.
struct HistoryCut<Way: PlayedWay>: Hashable, Sendable {
  var workers = 4
  var rounds = 3
  var faultsOut: [Fault.Kind] = []
  var clocksAreRight = false
  var foreignerIsOut = false
  var waysOut: [Way] = []

  /// Each a step smaller: fewer workers and rounds first, they make the most of a timeline.
  var smaller: [HistoryCut] {
    var cuts: [HistoryCut] = []
    if workers > 1 { cuts.append(with { $0.workers -= 1 }) }
    if rounds > 1 { cuts.append(with { $0.rounds -= 1 }) }
    for kind in Fault.Kind.allCases where !faultsOut.contains(kind) {
      cuts.append(with { $0.faultsOut.append(kind) })
    }
    for way in Way.allCases where !waysOut.contains(way) {
      cuts.append(with { $0.waysOut.append(way) })
    }
    if !clocksAreRight { cuts.append(with { $0.clocksAreRight = true }) }
    if Way.hasForeigners, !foreignerIsOut { cuts.append(with { $0.foreignerIsOut = true }) }
    return cuts
  }

  private func with(_ change: (inout HistoryCut) -> Void) -> HistoryCut {
    var copy = self
    change(&copy)
    return copy
  }
}

extension HistoryCut: CustomStringConvertible {
  /// The options of the command that play the same history again.
  var description: String {
    var options: [String] = []
    let whole = HistoryCut()
    if workers != whole.workers { options.append("--workers \(workers)") }
    if rounds != whole.rounds { options.append("--rounds \(rounds)") }
    if !faultsOut.isEmpty { options.append("--without \(faultsOut.map(\.rawValue).joined(separator: ","))") }
    if clocksAreRight { options.append("--right-clocks") }
    if foreignerIsOut { options.append("--no-foreigner") }
    if !waysOut.isEmpty { options.append("--no-way \(waysOut.map(\.rawValue).joined(separator: ","))") }
    return options.isEmpty ? "whole" : options.joined(separator: " ")
  }
}
