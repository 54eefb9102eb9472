import ArgumentParser
import TableTheory

/// Where pages are, and how a command answers.
struct CacheOptions: ParsableArguments {
  @Option(help: "How the table's rows are: the same for all who use it.")
  var layout: CacheLayout = .interoperable

  @OptionGroup var store: PageStoreOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  /// Does what a command is about, and prints its answer.
  func run(
    tagShards: Int = 1, clockSkew: Duration = .zero, _ body: (PageDesk) async throws(Failure) -> some Answer
  ) async throws {
    try await reporting { () throws(Failure) in
      try await store.withStore(for: .read) { store throws(Failure) in
        let desk = PageDesk(store, layout: layout, tagShards: tagShards, clockSkew: clockSkew)
        let answer = try await body(desk)
        StandardOutput.line(json ? answer.json : answer.text)
        if let failure = answer.failure { throw failure }
      }
    }
  }
}

/// Whose pages or requests a command is about.
struct TenantOptions: ParsableArguments {
  @Option(help: "The tenant whose it is.")
  var tenant: String?

  func validate() throws {
    if tenant?.isEmpty == true { throw ValidationError("--tenant is empty") }
  }
}

/// Which page a command is about.
struct PageOptions: ParsableArguments {
  @Argument(help: "The page's cache key, without its CACHE#.")
  var key: String

  @OptionGroup var tenant: TenantOptions

  func validate() throws {
    if key.isEmpty { throw ValidationError("the key is empty") }
  }

  var page: LeaseKey { LeaseKey(name: key, tenant: tenant.tenant) }
}

/// How tags are stored.
struct TagOptions: ParsableArguments {
  @Option(help: "How many rows a tag has: the same for all who use the table.")
  var tagShards = 1

  func validate() throws {
    if tagShards < 1 { throw ValidationError("--tag-shards is at least 1") }
  }
}
