import ArgumentParser
import TableTheoryTesting

/// What a replayed history leaves out, as a failing one's report says it.
struct CutOptions: ParsableArguments {
  @Option(help: "At most so many workers.")
  var workers = LeaseCut().workers

  @Option(help: "At most so many rounds a worker.")
  var rounds = LeaseCut().rounds

  @Option(help: "Kinds of faults that do not happen, with commas.")
  var without = ""

  @Flag(help: "All clocks are right.")
  var rightClocks = false

  @Flag(help: "No worker of another SDK.")
  var noForeigner = false

  @Option(help: "Ways to use the library that nobody goes, with commas.")
  var noWay = ""

  /// What is left out of the histories of a protocol with these ways.
  func cut<Way: PlayedWay>() throws -> HistoryCut<Way> {
    HistoryCut(
      workers: workers, rounds: rounds, faultsOut: try Self.named(without, "fault"), clocksAreRight: rightClocks,
      foreignerIsOut: noForeigner, waysOut: try Self.named(noWay, "way"))
  }

  private static func named<Part: RawRepresentable<String> & CaseIterable>(
    _ list: String, _ what: String
  ) throws -> [Part] {
    try list.split(separator: ",").map { name in
      guard let part = Part(rawValue: String(name)) else {
        let names = Part.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("no \(what) is called \(name); there are: \(names)")
      }
      return part
    }
  }
}
