import ArgumentParser

/// `tabletheory cache`: pages from the command line.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "Look at cached pages, make them out of date, and go back to an earlier publication.",
    discussion: """
      The entries are those of docs/regeneration.md. The table is found as for "tabletheory lease"; its layout and the \
      number of rows that a tag has are not stored in it, and have to be those of the programs that use it.

      \(statuses)
      """,
    subcommands: [
      CacheShowCommand.self, CacheListCommand.self, CacheInvalidateCommand.self, CacheHistoryCommand.self,
      CacheRollbackCommand.self, CachePruneCommand.self, CacheSweepBodiesCommand.self,
    ]
  )

  static let statuses = """
    Exit statuses: 0 done, also where there is no such page; 64 wrong usage; 69 the table cannot be reached or refuses; \
    74 no answer came, the outcome is unknown; 75 somebody is making the page; 77 somebody else has published it; 78 \
    Region, profile or endpoint are missing or wrong.
    """
}
