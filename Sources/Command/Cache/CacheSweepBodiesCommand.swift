import ArgumentParser
import TableTheory

/// `tabletheory cache sweep-bodies`.
struct CacheSweepBodiesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep-bodies",
    abstract: "Delete the bodies that no row names any more; without --delete, say which those are.",
    discussion: """
      A body goes only if it is older than --minimum-age and no row of the table names it, nor does one --readers-hold \
      later. The folder, or the bucket's prefix, has to be this table's alone: what only another table names would be \
      deleted. The first sweep marks the bodies as this table's, and one for another table is refused from then on.

      Reads the whole table twice, without --delete once, a read unit for each 4 KB; nothing where no body is old enough.

      Exit statuses: 0 done; 64 wrong usage; 69 the table or the bodies cannot be reached or refuse, or some could not be \
      deleted; 77 the bodies are another table's, or no row names any of them: nothing was deleted; 78 Region, profile or \
      endpoint are missing or wrong.
      """)

  @OptionGroup var bodies: BodiesOptions

  @Flag(help: "Delete them.")
  var delete = false

  @Option(
    help: "How old a body has to be: longer than any worker may take from storing one to publishing it.",
    transform: Duration.init(argument:))
  var minimumAge = BodySweepRule().minimumAge

  @Option(
    help: "How long to wait before the rows are read once more: longer than anybody serves what a row said.",
    transform: Duration.init(argument:))
  var readersHold = BodySweepRule().readersHold

  @Flag(help: "Go on where no row names any of the old bodies: more often it is the wrong table.")
  var allowNothingNamed = false

  @OptionGroup var cache: CacheOptions

  var rule: BodySweepRule {
    BodySweepRule(minimumAge: minimumAge, readersHold: readersHold, allowsNothingNamed: allowNothingNamed)
  }

  func run() async throws {
    if delete {
      StandardError.line("What is to be deleted is looked at once more in \(readersHold.spoken).")
    }
    try await cache.run { desk throws(Failure) in
      try await bodies.withBodies(place: cache.store.place) { store, place throws(Failure) in
        try await desk.sweep(store, at: place, rule: rule, deleting: delete)
      }
    }
  }
}
