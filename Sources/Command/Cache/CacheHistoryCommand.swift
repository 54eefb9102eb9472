import ArgumentParser

/// `tabletheory cache history`.
struct CacheHistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "List a page's publications that were kept, the newest first.",
    discussion: """
      Costs one read unit, and half of one for each 4 KB of versions.

      \(CacheCommand.statuses)
      """)

  @OptionGroup var page: PageOptions
  @OptionGroup var cache: CacheOptions

  func run() async throws {
    try await cache.run { desk throws(Failure) in try await desk.history(of: page.page) }
  }
}
