import ArgumentParser

/// `tabletheory request`: records of idempotent requests from the command line.
struct RequestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "request",
    abstract: "Look at the records of requests that are done once, and forget them.",
    discussion: """
      The records are those of docs/idempotency.md, REQ# rows; a result belongs to whoever asked, and is not shown. The \
      table is found as for "tabletheory lease".

      \(statuses)
      """,
    subcommands: [RequestShowCommand.self, RequestListCommand.self, RequestForgetCommand.self]
  )

  static let statuses = """
    Exit statuses: 0 done, also where there is no such record; 64 wrong usage; 69 the table cannot be reached or \
    refuses; 74 no answer came, the outcome is unknown; 75 somebody is at work on it; 78 Region, profile or endpoint \
    are missing or wrong.
    """
}
