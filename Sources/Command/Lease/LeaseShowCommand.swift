import ArgumentParser
import DynamoDB
import TableTheory

/// `tabletheory lease show`.
struct LeaseShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show who has a lease, until when, and under which fence.",
    discussion: """
      A row that another program has left malformed is explained. Whether a lease is over is told by this machine's \
      clock. The status is 0 whether the key is held or free. Costs one read unit.

      \(LeaseCommand.statuses)
      """)

  @OptionGroup var key: KeyOptions
  @OptionGroup var store: StoreOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    try await reporting { () throws(Failure) in
      try await store.withStore(for: .read) { store throws(Failure) in try await show(in: store) }
    }
  }

  private func show(in store: Store) async throws(Failure) {
    let time = SystemTime()
    let item: Item?
    do throws(LeaseError) {
      item = try await LeaseManager(table: store.table, on: store.client).row(of: key.leaseKey.cacheKey)
    } catch {
      throw Failure(error, on: key.leaseKey, in: store, at: time.now)
    }
    let now = time.now
    let state = LockState(item, of: key.leaseKey, at: now)
    StandardOutput.line(
      json ? JSONWriter.line { state.write(to: &$0, at: now, table: store.table) } : state.text(at: now))
  }
}
