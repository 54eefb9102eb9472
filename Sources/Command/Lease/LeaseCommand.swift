import ArgumentParser

/// `tabletheory lease`: leases from the command line, and commands that run under one.
struct LeaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lease",
    abstract: "Take, keep, give back and look at leases, or run a command under one.",
    discussion: """
      A lease says that one worker at a time works on a key. The rows are those of docs/wire-contract.md, the promises \
      those of docs/leases.md; docs/lease-command.md has examples, for cron and systemd too.

      The table is in DynamoDB, found as the AWS SDKs find it (environment, profiles, AWS_ENDPOINT_URL_DYNAMODB), at \
      --endpoint, or in a --file that processes of one machine share.

      \(statuses)
      """,
    subcommands: [
      LeaseAcquireCommand.self, LeaseRenewCommand.self, LeaseReleaseCommand.self, LeaseShowCommand.self,
      LeaseListCommand.self, LeaseRunCommand.self,
    ]
  )

  static let statuses = """
    Exit statuses: 0 done; 64 wrong usage; 69 the table cannot be reached or refuses; 74 no answer came, the outcome \
    is unknown; 75 somebody else has the lease; 77 the lease is not ours any more; 78 Region, profile or endpoint are \
    missing or wrong; 128 + N ended by signal N.
    """
}
