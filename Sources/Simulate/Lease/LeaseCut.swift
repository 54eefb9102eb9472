import TableTheoryTesting

/// What is left out of the lease protocol's histories.
struct LeaseCut: Hashable, Sendable {
  var workers = 4
  var rounds = 3
  var faultsOut: [Fault.Kind] = []
  var clocksAreRight = false
  var foreignerIsOut = false
  var waysOut: [LeaseWay] = []

  /// Each a step smaller: fewer workers and rounds first, they make the most of a timeline.
  var smaller: [LeaseCut] {
    var cuts: [LeaseCut] = []
    if workers > 1 { cuts.append(with { $0.workers -= 1 }) }
    if rounds > 1 { cuts.append(with { $0.rounds -= 1 }) }
    for kind in Fault.Kind.allCases where !faultsOut.contains(kind) {
      cuts.append(with { $0.faultsOut.append(kind) })
    }
    for way in LeaseWay.allCases where !waysOut.contains(way) {
      cuts.append(with { $0.waysOut.append(way) })
    }
    if !clocksAreRight { cuts.append(with { $0.clocksAreRight = true }) }
    if !foreignerIsOut { cuts.append(with { $0.foreignerIsOut = true }) }
    return cuts
  }

  private func with(_ change: (inout LeaseCut) -> Void) -> LeaseCut {
    var copy = self
    change(&copy)
    return copy
  }
}

extension LeaseCut: CustomStringConvertible {
  /// The options of the command that play the same history again.
  var description: String {
    var options: [String] = []
    let whole = LeaseCut()
    if workers != whole.workers { options.append("--workers \(workers)") }
    if rounds != whole.rounds { options.append("--rounds \(rounds)") }
    if !faultsOut.isEmpty { options.append("--without \(faultsOut.map(\.rawValue).joined(separator: ","))") }
    if clocksAreRight { options.append("--right-clocks") }
    if foreignerIsOut { options.append("--no-foreigner") }
    if !waysOut.isEmpty { options.append("--no-way \(waysOut.map(\.rawValue).joined(separator: ","))") }
    return options.isEmpty ? "whole" : options.joined(separator: " ")
  }
}
