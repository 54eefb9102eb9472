import ArgumentParser
import TableTheory

/// What "lease acquire" printed.
struct TokenOptions: ParsableArguments {
  @Option(help: "The lease's token.")
  var token: String

  func validate() throws {
    if token.isEmpty { throw ValidationError("--token is empty") }
  }
}
