import ArgumentParser

/// `tabletheory cache list`.
struct CacheListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the entries of a table.",
    discussion: """
      Reads the whole table, rows of other kinds too: a read unit for each 4 KB, and half of one for each tag. With \
      --limit it ends where so many are found, in no order that means anything.

      \(CacheCommand.statuses)
      """)

  @Option(help: "How many at most.")
  var limit: Int?

  @OptionGroup var tenant: TenantOptions
  @OptionGroup var tags: TagOptions
  @OptionGroup var cache: CacheOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is at least 1") }
  }

  func run() async throws {
    try await cache.run(tagShards: tags.tagShards) { desk throws(Failure) in
      try await desk.entries(of: tenant.tenant, limit: limit)
    }
  }
}
