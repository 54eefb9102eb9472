import ArgumentParser
import DynamoDB
import TableTheory

/// `tabletheory lease release`.
struct LeaseReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Give a lease back, so that nobody has to wait for its end.",
    discussion: """
      A lease that somebody else has taken meanwhile is left alone. Costs one write unit.

      \(LeaseCommand.statuses)
      """)

  @OptionGroup var key: KeyOptions
  @OptionGroup var token: TokenOptions

  @Option(help: "The lease's fence: a lease that was given back under it already is then no error.")
  var fence: Int64?

  @OptionGroup var store: StoreOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    try await reporting { () throws(Failure) in
      try await store.withStore(for: .read) { store throws(Failure) in try await release(in: store) }
    }
  }

  private func release(in store: Store) async throws(Failure) {
    let leases = LeaseManager(table: store.table, on: store.client)
    // No fence is 0: nobody's tombstone is taken for ours.
    let lease = leases.lease(on: key.leaseKey.cacheKey, token: token.token, fence: fence ?? 0)
    let outcome: LeaseReport.Outcome
    do throws(LeaseError) {
      outcome = try await release(lease, with: leases) == .released ? .released : .lost(nil)
    } catch {
      throw Failure(error, on: key.leaseKey, in: store, at: SystemTime().now)
    }
    let report = LeaseReport(outcome: outcome, key: key.leaseKey, table: store.table, now: SystemTime().now)
    if json || outcome == .released { StandardOutput.line(json ? report.json : report.text) }
    guard outcome == .released else {
      throw Failure("\(key.leaseKey) was not yours to give back: it is somebody else's, or nobody's", status: .lost)
    }
  }

  /// Where no answer came, it is asked for once more, with the same token.
  private func release(_ lease: Lease, with leases: LeaseManager) async throws(LeaseError) -> LeaseRelease {
    do throws(LeaseError) {
      return try await leases.release(lease)
    } catch .outcomeUnknown(let unknown) {
      return try await unknown.resolve() == .released ? .released : .lost
    }
  }
}
