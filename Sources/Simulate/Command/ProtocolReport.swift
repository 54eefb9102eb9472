import DynamoDB
import SystemPackage
import TableTheoryTesting

/// What a run came to.
struct ProtocolReport<Played: SimulatedProtocol>: Sendable {
  var histories: Int
  /// The first history that broke a property, made small.
  var failure: FailingHistory<Played.Cut>?
  /// The seed that it had before it was made small.
  var seed: UInt64?
  var mutants: [(mutant: Played.Mutant, caught: FailingHistory<Played.Cut>?)]
  var time: Duration

  var caught: Int { mutants.count { $0.caught != nil } }
  var isGood: Bool { failure == nil && caught == mutants.count }

  private var seconds: Double { Double(Timestamp(sinceEpoch: time).milliseconds) / 1000 }

  /// The outcome on standard output, what went wrong on standard error.
  func print(json: Bool) {
    for (mutant, caught) in mutants where caught == nil { Self.complain("not caught: \(mutant.rawValue)") }
    if let failure {
      Self.complain(
        "seed \(seed ?? failure.seed) breaks a property; smaller, and played again with --replay --seed and")
      Self.complain(failure.report)
    }
    Swift.print(json ? line : text)
  }

  private var line: String {
    let seeds = mutants.map { mutant, caught in
      "\"\(mutant.rawValue)\": \(caught.map { "\($0.seed)" } ?? "null")"
    }.joined(separator: ", ")
    return "{\"histories\": \(histories), \"violations\": \(failure?.history.violations.count ?? 0), "
      + "\"mutants\": \(mutants.count), \"mutants_caught\": \(caught), \"seconds\": \(seconds), "
      + "\"mutant_seeds\": {\(seeds)}}"
  }

  private var text: String {
    let lines = mutants.map { mutant, caught in
      let outcome = caught.map { "caught by seed \($0.seed): \($0.history.violations[0].property)" } ?? "NOT CAUGHT"
      return "  \(mutant.rawValue): \(outcome)"
    }
    return "\(histories) histories, \(failure?.history.violations.count ?? 0) violations, in \(seconds) s\n"
      + "\(caught) of \(mutants.count) mutants caught\n" + lines.joined(separator: "\n")
  }

  private static func complain(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAll((text + "\n").utf8)
  }
}
