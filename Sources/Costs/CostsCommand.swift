import ArgumentParser

/// What the ways of serving a page cost, measured: `bin/bench cost`.
@main
struct CostsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost",
    abstract: "What serving and regenerating pages costs in requests and capacity units, in both layouts.",
    discussion: """
      The package's own code runs over the embedded engine in virtual time, and what the engine says that each request \
      consumed is summed. No figure depends on the machine.
      """)

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    let rows = try CostTable.measured()
    print(json ? CostTable.json(rows) : CostTable.text(rows))
  }
}
