import ArgumentParser

/// Measures the package against its limits; `bin/bench` builds and runs it.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measures the package against its limits.",
    subcommands: [ClientCommand.self, EngineCommand.self])
}
