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
      clocks that are wrong, all drawn from its seed. They lease by hand, work under leases that are kept for them, \
      wait in lines, and make pages anew. Their properties are checked, and that the check catches every \
      one of a list of mutants. Exits with 1 where a property is broken or a mutant is not caught.
      """)

  @Option(help: "Which protocol: lease.")
  var `protocol` = "lease"

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
    guard `protocol` == "lease" else { throw ValidationError("there is no protocol \(`protocol`): lease is one") }
    guard mutant == nil || LeaseMutant(rawValue: mutant ?? "") != nil else {
      throw ValidationError(
        "no such mutant; there are: \(LeaseMutant.allCases.map(\.rawValue).joined(separator: "; "))")
    }
    guard seed.addingReportingOverflow(histories).overflow == false else {
      throw ValidationError("seed and histories together are too large")
    }
  }

  func run() async throws {
    let runner = LeaseRun(histories: histories, seed: seed, threads: threads)
    if replay {
      runner.replay(mutant: mutant.flatMap(LeaseMutant.init(rawValue:)), try cut.cut)
      return
    }
    let report = await runner.run()
    report.print(json: json)
    if !report.isGood { throw ExitCode.failure }
  }
}
