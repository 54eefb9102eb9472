import ArgumentParser
import TableTheory

/// Where records are, and how a command answers.
struct RequestOptions: ParsableArguments {
  @OptionGroup var tenant: TenantOptions
  @OptionGroup var store: PageStoreOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  /// Does what a command is about, and prints its answer.
  func run(_ body: (RequestDesk) async throws(Failure) -> some Answer) async throws {
    try await reporting { () throws(Failure) in
      try await store.withStore(for: .read) { store throws(Failure) in
        let answer = try await body(RequestDesk(store))
        StandardOutput.line(json ? answer.json : answer.text)
      }
    }
  }
}

/// In whose partition records are.
struct PartitionOptions: ParsableArguments {
  @Argument(help: "The cache key of the partition, without its CACHE#.")
  var cacheKey: String

  func validate() throws {
    if cacheKey.isEmpty { throw ValidationError("the cache key is empty") }
  }
}

/// Which record a command is about.
struct RecordOptions: ParsableArguments {
  @OptionGroup var partition: PartitionOptions

  @Argument(help: "The request's key, without its REQ#.")
  var requestKey: String

  func validate() throws {
    if requestKey.isEmpty { throw ValidationError("the request's key is empty") }
  }
}
