import ArgumentParser

/// `tabletheory cache rollback`.
struct CacheRollbackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Make an earlier publication of a page the current one again.",
    discussion: """
      It takes the page's lease for the time of it, and shows the entry as it is then. It is fresh from now on, for as \
      long as it was then or as --fresh-for says; afterwards the page is made anew. Where somebody is making the page, \
      --wait waits for them. The body of the version has to be there still: that is not looked at.

      \(CacheCommand.statuses)
      """)

  @OptionGroup var page: PageOptions

  @Option(name: .customLong("to"), help: "The version's id in \"cache history\", or its fence.")
  var version: String

  @Option(
    help: "How long it is fresh from now on: 10s, 5m, 1h30m, 2d. (default: as long as it was)",
    transform: Duration.init(argument:))
  var freshFor: Duration?

  @Option(
    help: "How long to wait where somebody has the page. (default: not at all)", transform: Duration.init(argument:))
  var wait: Duration = .zero

  @OptionGroup var clock: ClockOptions
  @OptionGroup var cache: CacheOptions

  func validate() throws {
    if version.isEmpty { throw ValidationError("--to is empty") }
    if let freshFor, freshFor < .seconds(1) || freshFor.components.attoseconds != 0 {
      throw ValidationError("--fresh-for is whole seconds, one at least")
    }
  }

  func run() async throws {
    try await cache.run(clockSkew: clock.clockSkew) { desk throws(Failure) in
      try await desk.rollBack(page.page, to: version, freshFor: freshFor, waitingUpTo: wait)
    }
  }
}
