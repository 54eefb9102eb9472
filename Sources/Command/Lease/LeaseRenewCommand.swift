import ArgumentParser
import DynamoDB
import TableTheory

/// `tabletheory lease renew`.
struct LeaseRenewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "renew",
    abstract: "Make a lease last from now.",
    discussion: """
      Renewing never shortens a lease. One that has expired is renewed all the same if nobody took it; --strict refuses \
      that. Costs one write unit.

      \(LeaseCommand.statuses)
      """)

  @OptionGroup var key: KeyOptions
  @OptionGroup var token: TokenOptions

  @Option(help: "The lease's fence.")
  var fence: Int64

  @Option(
    name: .customLong("for"), help: "How long the lease lasts from now: 500ms, 10s, 5m, 1h30m, 2d.",
    transform: Duration.init(argument:))
  var duration: Duration

  @Flag(help: "Refuse to renew a lease whose time is over, also where nobody took it.")
  var strict = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var clock: ClockOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func validate() throws { try checkLease(duration) }

  func run() async throws {
    try await reporting { () throws(Failure) in
      try await store.withStore(for: .read) { store throws(Failure) in try await renew(in: store) }
    }
  }

  private func renew(in store: Store) async throws(Failure) {
    let leases = LeaseManager(table: store.table, on: store.client, configuration: .init(clockSkew: clock.clockSkew))
    let lease = leases.lease(on: key.leaseKey.cacheKey, token: token.token, fence: fence)
    let time = SystemTime()
    var report = LeaseReport(outcome: .renewed, key: key.leaseKey, table: store.table, lease: lease, now: time.now)
    do throws(LeaseError) {
      try await renew(lease, with: leases)
      report.now = time.now
      StandardOutput.line(json ? report.json : report.text)
    } catch {
      if case .lost(_, let holder) = error, json {
        report = LeaseReport(outcome: .lost(holder), key: key.leaseKey, table: store.table, now: time.now)
        StandardOutput.line(report.json)
      }
      throw Failure(error, on: key.leaseKey, in: store, at: time.now)
    }
  }

  /// Where no answer came, it is asked for once more, with the same token.
  private func renew(_ lease: Lease, with leases: LeaseManager) async throws(LeaseError) {
    do throws(LeaseError) {
      try await leases.renew(lease, for: duration, strict: strict)
    } catch .outcomeUnknown(let unknown) {
      if case .lost(let holder) = try await unknown.resolve() { throw .lost(lease.key, holder: holder) }
    }
  }
}
