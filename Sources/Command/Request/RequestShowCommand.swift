import ArgumentParser

/// `tabletheory request show`.
struct RequestShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what the table knows of a request.",
    discussion: """
      Costs one read unit for each 4 KB of the record.

      \(RequestCommand.statuses)
      """)

  @OptionGroup var record: RecordOptions
  @OptionGroup var request: RequestOptions

  func run() async throws {
    try await request.run { desk throws(Failure) in
      try await desk.record(record.requestKey, on: request.partition(record.partition))
    }
  }
}

extension RequestOptions {
  func partition(_ partition: PartitionOptions) -> LeaseKey {
    LeaseKey(name: partition.cacheKey, tenant: tenant.tenant)
  }
}
