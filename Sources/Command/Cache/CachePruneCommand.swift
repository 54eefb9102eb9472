import ArgumentParser

/// `tabletheory cache prune`.
struct CachePruneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Delete a page's kept publications but for the newest ones and the current one.",
    discussion: """
      Their bodies stay. Costs two write units for each, and two for each 99 of them.

      \(CacheCommand.statuses)
      """)

  @OptionGroup var page: PageOptions

  @Option(help: "How many of the newest are kept.")
  var keep: Int

  @OptionGroup var cache: CacheOptions

  func validate() throws {
    if keep < 0 { throw ValidationError("--keep is a number of versions, 0 at least") }
  }

  func run() async throws {
    try await cache.run { desk throws(Failure) in try await desk.prune(page.page, keeping: keep) }
  }
}
