import ArgumentParser

/// `tabletheory request list`.
struct RequestListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the records of a page, or of a partition of their own.",
    discussion: """
      Costs one read unit for each 4 KB of records.

      \(RequestCommand.statuses)
      """)

  @OptionGroup var partition: PartitionOptions
  @OptionGroup var request: RequestOptions

  func run() async throws {
    try await request.run { desk throws(Failure) in try await desk.records(on: request.partition(partition)) }
  }
}
