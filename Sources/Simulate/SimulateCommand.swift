import ArgumentParser
import DynamoDB
import MutableTableTheory
import TableTheoryTesting

@main
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Plays the protocols of TableTheory against faults, over many seeds.",
    discussion: """
      Each history is workers on one table in memory, in virtual time, with lost requests and answers, crashes and \
      clocks that are wrong, all drawn from its seed. Their properties are checked, and that the check catches every \
      one of a list of mutants. Exits with 1 where a property is broken or a mutant is not caught.

      lease: workers lease by hand, work under leases that are kept for them, wait in lines, and make pages anew. \
      cache: they ask for pages, invalidate them by key, tag and deploy, go back to versions, prune and sweep bodies, in \
      both layouts. idempotency: they do requests' work, alone, in transactions, in batches and with a page's publication.
      """)

  enum ProtocolName: String, CaseIterable, ExpressibleByArgument {
    case lease
    case cache
    case idempotency
  }

  @Option(help: "Which protocol.")
  var `protocol` = ProtocolName.lease

  @Option(help: "How many histories.")
  var histories: UInt64 = 200_000

  @Option(help: "The first history's seed; the others' follow.")
  var seed: UInt64 = 1

  @Option(help: "How many threads play histories.")
  var threads = 2

  @Flag(help: "Prints the outcome as JSON.")
  var json = false

  @Flag(help: "Plays the one history of --seed and prints it, whatever it comes to.")
  var replay = false

  @Option(help: "The mutant to replay, by its name.")
  var mutant: String?

  @OptionGroup var cut: CutOptions

  func validate() throws {
    guard seed.addingReportingOverflow(histories).overflow == false else {
      throw ValidationError("seed and histories together are too large")
    }
  }

  func run() async throws {
    switch `protocol` {
    case .lease: try await run(LeaseScenario.self)
    case .cache: try await run(CacheScenario.self)
    case .idempotency: try await run(RequestScenario.self)
    }
  }

  private func run<Played: SimulatedProtocol>(_ played: Played.Type) async throws {
    let runner = ProtocolRun<Played>(histories: histories, seed: seed, threads: threads)
    let wrong = try mutant.map { name in
      guard let wrong = Played.Mutant(rawValue: name) else {
        throw ValidationError(
          "no such mutant; there are: \(Played.Mutant.allCases.map(\.rawValue).joined(separator: "; "))")
      }
      return wrong
    }
    if replay {
      runner.replay(mutant: wrong, try cut.cut())
      return
    }
    let report = await runner.run()
    report.print(json: json)
    if !report.isGood { throw ExitCode.failure }
  }
}
