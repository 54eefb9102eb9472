import ArgumentParser

struct ClientCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "client",
    abstract: "The DynamoDB client against the bare HTTP library under it, on a canned server of the loopback device.")

  @Flag(help: "Print one JSON object.")
  var json = false

  @Option(help: "How often each contestant is measured at each load, in turns.")
  var repeats = 5

  @Option(help: "Rounds of three requests in one measurement.")
  var rounds = 6_000

  @Option(help: "The smallest lease program, linked statically and stripped, to measure too.")
  var firstLease: String?

  @Option(help: "The command `tabletheory`, which serves the smallest lease program.")
  var tabletheory: String?

  func run() async throws {
    var report = try await Programs.withCannedServer { url in
      var report = ClientReport()
      for inFlight in ClientReport.loads {
        report.loads[inFlight] = try await compare(inFlight: inFlight, url: url)
      }
      report.parts = try await Programs.parts()
      for contestant in Contestant.allCases {
        report.instructions[contestant] = try await Callgrind.instructionsPerRequest(of: contestant, url: url)
      }
      return report
    }
    if let firstLease, let tabletheory {
      report.firstLease = try await FirstLease.measured(program: firstLease, server: tabletheory)
    }
    print(json ? report.json : report.text)
  }

  /// In turns, so that what else the machine does falls on both.
  private func compare(inFlight: Int, url: String) async throws -> Comparison {
    var comparison = Comparison()
    for _ in 0..<repeats {
      for contestant in Contestant.allCases {
        comparison.measurements[contestant, default: []].append(
          try await Programs.measure(contestant, url: url, inFlight: inFlight, rounds: rounds))
      }
    }
    return comparison
  }
}

/// Who sends the requests.
enum Contestant: String, CaseIterable {
  /// The bare HTTP library.
  case http
  case ours
}
