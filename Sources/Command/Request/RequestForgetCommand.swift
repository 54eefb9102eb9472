import ArgumentParser

/// `tabletheory request forget`.
struct RequestForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Delete a request's record, so that its work is done again by whoever asks next.",
    discussion: """
      Processes that remember its result go on replaying it for a minute, unless they are configured otherwise. Costs one \
      write unit for each KB of the record.

      \(RequestCommand.statuses)
      """)

  @OptionGroup var record: RecordOptions

  @Flag(help: "Also where somebody is at work on it: their completion is then refused, and it may be done twice.")
  var evenInProgress = false

  @OptionGroup var request: RequestOptions

  func run() async throws {
    try await request.run { desk throws(Failure) in
      try await desk.forget(
        record.requestKey, on: request.partition(record.partition), evenInProgress: evenInProgress)
    }
  }
}
