import ArgumentParser
import TableTheory

/// `tabletheory cache invalidate`.
struct CacheInvalidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invalidate",
    abstract: "Make a page out of date, or all pages with a tag or of a deploy.",
    discussion: """
      They are served until they are made anew, or with --hard not at all. Processes notice a tag within the time that \
      they remember its state for, five seconds unless they are configured otherwise. Costs one write unit.

      \(CacheCommand.statuses)
      """)

  @Argument(help: "The page's cache key, without its CACHE#.")
  var key: String?

  @Option(help: "All pages with this tag.")
  var tag: String?

  @Option(help: "All pages that this deploy has rendered.")
  var deploy: String?

  @Flag(help: "They are wrong and must not be served any more.")
  var hard = false

  @OptionGroup var tenant: TenantOptions
  @OptionGroup var tags: TagOptions
  @OptionGroup var cache: CacheOptions

  func validate() throws {
    let given = [key, tag, deploy].compactMap(\.self)
    guard given.count == 1 else { throw ValidationError("give one of a key, --tag and --deploy") }
    if given.contains("") { throw ValidationError("what is to be invalidated is empty") }
  }

  var target: InvalidationReport.Target {
    if let tag { return .tag(tag, tenant: tenant.tenant) }
    if let deploy { return .deploy(deploy, tenant: tenant.tenant) }
    return .page(LeaseKey(name: key ?? "", tenant: tenant.tenant))
  }

  func run() async throws {
    try await cache.run(tagShards: tags.tagShards) { desk throws(Failure) in
      try await desk.invalidate(target, hard ? .hard : .soft)
    }
  }
}
