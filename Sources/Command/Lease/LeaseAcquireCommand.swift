import ArgumentParser
import DynamoDB
import TableTheory
import UnixSignals

/// `tabletheory lease acquire`.
struct LeaseAcquireCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "acquire",
    abstract: "Take a lease, and print its token and fence.",
    discussion: """
      The token proves the ownership: keep it for "lease renew" and "lease release". Without them the lease ends with \
      its time. Costs one write unit, and one for each time it is asked for again while it waits.

      \(LeaseCommand.statuses)
      """)

  @OptionGroup var key: KeyOptions
  @OptionGroup var acquire: AcquireOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var clock: ClockOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    try await reporting { () throws(Failure) in
      try await store.withStore(for: acquire.purpose) { store throws(Failure) in
        try await acquire(from: store)
      }
    }
  }

  private func acquire(from store: Store) async throws(Failure) {
    let owner = acquire.owner ?? machineName
    let leases = LeaseManager(
      table: store.table, on: store.client, configuration: .init(owner: owner, clockSkew: clock.clockSkew))
    let stop = StopSignal()
    let attempt = await withSignals(Signals.ending, stop.receive) {
      await self.attempt(with: leases)
    }
    let now = SystemTime().now
    switch attempt {
    case .success(let lease):
      report(
        LeaseReport(
          outcome: .acquired, key: key.leaseKey, table: store.table, owner: owner, lease: lease, now: now))
    case .failure(let error):
      // Whoever called the wait off wants no answer.
      if let signal = stop.signal { throw .endedBy(signal) }
      if json, case .held(let holder) = error {
        report(LeaseReport(outcome: .held(holder), key: key.leaseKey, table: store.table, now: now))
      }
      throw Failure(error, on: key.leaseKey, in: store, at: now)
    }
  }

  /// - Returns: A lease only where somebody is still interested in it.
  private func attempt(with leases: LeaseManager) async -> Result<Lease, LeaseError> {
    do throws(LeaseError) {
      let lease = try await leases.settled(
        key.leaseKey.cacheKey, for: acquire.duration, waitingUpTo: acquire.wait, reclaiming: acquire.reclaiming)
      guard Task.isCancelled else { return .success(lease) }
      // Not in this task: clients send nothing for a cancelled one.
      await Task { _ = try? await leases.release(lease) }.value
      return .failure(.unavailable(lease.key, .cancelled))
    } catch {
      return .failure(error)
    }
  }

  private func report(_ report: LeaseReport) { StandardOutput.line(json ? report.json : report.text) }
}
