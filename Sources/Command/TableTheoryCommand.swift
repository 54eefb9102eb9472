import ArgumentParser

@main
struct TableTheoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tabletheory",
    abstract: "Leases, publishing and cached pages on DynamoDB, and a DynamoDB to run them on.",
    subcommands: [DemoCommand.self, ServeCommand.self, DemoWorkerCommand.self]
  )
}
