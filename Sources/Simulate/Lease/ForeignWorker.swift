import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// A worker of another SDK: it takes the lock by writing the whole row, which erases the fence, and deletes it after.
///
/// Source: the wire contract's LOCK row, as TableTheory's Go SDK writes it.
struct ForeignWorker: Sendable {
  let settings: LeaseSettings
  let world: SimulatedWorld

  init(_ settings: LeaseSettings, in world: SimulatedWorld) {
    self.settings = settings
    self.world = world
  }

  func work() async {
    var generator = world.generator("foreign")
    let worker = world.worker("foreign", clockOffset: settings.clocks.offset(&generator, within: settings.offBy))
    for round in 1...(settings.rounds * 2) {
      try? await worker.sleep(for: generator.duration(from: .zero, to: settings.duration))
      guard !worker.isCrashed else { return }
      let key = LeaseScenario.keys[generator.index(below: settings.keys)]
      await hold(key, token: "foreign-\(round)", worker, &generator)
    }
  }

  private func hold(
    _ key: CacheKey, token: String, _ worker: SimulatedWorker, _ generator: inout SeededGenerator
  ) async {
    let row: Item = ["pk": .string(key.partition), "sk": "LOCK"]
    let now = worker.now
    let expiry = (now + settings.duration).secondsRoundedUp
    var lock = row
    lock["lease_token"] = .string(token)
    lock["lease_expires_at"] = .number(expiry)
    lock["ttl"] = .number(expiry + LeaseSettings.rowsKept.components.seconds)
    do throws(DynamoDBError) {
      try await worker.client.putItem(
        lock, into: LeaseScenario.table,
        if: DocumentPath("pk").doesNotExist || DocumentPath("lease_expires_at") <= .number(now.secondsRoundedDown))
    } catch {
      return
    }
    try? await worker.sleep(for: generator.duration(from: .zero, to: settings.duration / 3))
    try? await worker.client.deleteItem(
      row, from: LeaseScenario.table, if: DocumentPath("lease_token") == .string(token))
  }
}
