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

  @Option(help: "Ways to use the library that nobody goes, with commas: by-hand, work, queue, pages.")
  var noWay = ""

  var cut: LeaseCut {
    get throws {
      let kinds = try without.split(separator: ",").map { name in
        guard let kind = Fault.Kind(rawValue: String(name)) else {
          let names = Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("no fault is called \(name); there are: \(names)")
        }
        return kind
      }
      let ways = try noWay.split(separator: ",").map { name in
        guard let way = LeaseWay(rawValue: String(name)) else {
          let names = LeaseWay.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("no way is called \(name); there are: \(names)")
        }
        return way
      }
      return LeaseCut(
        workers: workers, rounds: rounds, faultsOut: kinds, clocksAreRight: rightClocks, foreignerIsOut: noForeigner,
        waysOut: ways)
    }
  }
}
