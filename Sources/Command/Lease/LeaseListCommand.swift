import ArgumentParser
import DynamoDB
import TableTheory

/// `tabletheory lease list`.
struct LeaseListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List all leases of a table.",
    discussion: """
      Reads the whole table, rows of other kinds too: a read unit for each 4 KB. A key stays in the list for an hour after \
      its lease has ended, until the table's TTL removes the row.

      \(LeaseCommand.statuses)
      """)

  @Flag(help: "Only what somebody has at this moment.")
  var held = false

  @OptionGroup var store: StoreOptions

  @Flag(help: "Print one JSON object with an array on standard output.")
  var json = false

  func run() async throws {
    try await reporting { () throws(Failure) in
      try await store.withStore(for: .read) { store throws(Failure) in try await list(in: store) }
    }
  }

  private func list(in store: Store) async throws(Failure) {
    let time = SystemTime()
    var states: [LockState]
    do throws(DynamoDBError) {
      states = try await LockScan.states(in: store.table, on: store.client, time: time)
    } catch {
      throw Failure(error, in: store)
    }
    if held { states.removeAll { !$0.isHeld } }
    let list = LockList(table: store.table, states: states, now: time.now)
    StandardOutput.line(json ? list.json : list.text)
  }
}
