import ArgumentParser
import FoundationEssentials
import TableTheory

/// What "lease acquire" printed, and what "lease run" tells its command.
struct TokenOptions: ParsableArguments {
  /// What the environment says is not its default: that would stand in the help.
  @Option(
    name: .customLong("token"),
    help: "The lease's token; other users of the machine see it. (default: TABLETHEORY_LEASE_TOKEN's)")
  var argument: String?

  func validate() throws {
    if argument?.isEmpty == true { throw ValidationError("--token is empty") }
    if token.isEmpty { throw ValidationError("there is no token: set TABLETHEORY_LEASE_TOKEN, or give --token") }
  }

  /// Empty where there is none.
  var token: String { argument ?? ProcessInfo.processInfo.environment["TABLETHEORY_LEASE_TOKEN", default: ""] }
}
