import ArgumentParser

/// `tabletheory cache show`.
struct CacheShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a page's entry: its body's name, and until when it is fresh.",
    discussion: """
      Whether it is fresh is told by this machine's clock. Costs one read unit, and half of one for each of its tags.

      \(CacheCommand.statuses)
      """)

  @OptionGroup var page: PageOptions
  @OptionGroup var tags: TagOptions
  @OptionGroup var cache: CacheOptions

  func run() async throws {
    try await cache.run(tagShards: tags.tagShards) { desk throws(Failure) in try await desk.entry(of: page.page) }
  }
}
