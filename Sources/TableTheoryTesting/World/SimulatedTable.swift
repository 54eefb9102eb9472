import DynamoDB
import EmbeddedDynamoDB
import Synchronization

/// The table behind the network: carries requests out one at a time and writes down what they change.
///
/// What is due without anybody's request, late copies and TTL deletions, is done before the next request: nobody can see
/// the difference, and no task has to live for it.
final class SimulatedTable: Sendable {
  let engine: EmbeddedDynamoDB
  private let scheduler: SeededScheduler
  private let ledger: Ledger
  private let plan: FaultPlan
  private let state: Mutex<State>

  private struct State {
    var rows: [RowID: Item] = [:]
    /// Rows in the order in which they came, so that nothing hangs on a dictionary's order.
    var order: [RowID] = []
    var schemas: [String: [String]] = [:]
    var late: [Delivery] = []
    var nextSweep: Duration?
    var requests = 0
    var generator: SeededGenerator
  }

  private struct Delivery {
    var due: Duration
    var number: Int
    var worker: String
    var request: TableRequest
  }

  init(_ scheduler: SeededScheduler, _ ledger: Ledger, _ plan: FaultPlan, _ generator: SeededGenerator) {
    self.scheduler = scheduler
    self.ledger = ledger
    self.plan = plan
    engine = EmbeddedDynamoDB(time: scheduler)
    var generator = generator
    let nextSweep = plan.sweepInterval.map { generator.duration(from: .zero, to: $0 * 2) }
    state = Mutex(State(nextSweep: nextSweep, generator: generator))
  }

  func nextNumber() -> Int {
    state.withLock { state in
      state.requests += 1
      return state.requests
    }
  }

  /// Keeps a copy of a request for later.
  func deliver(_ request: TableRequest, _ number: Int, of worker: String, after delay: Duration) {
    let delivery = Delivery(due: scheduler.uptime + delay, number: number, worker: worker, request: request)
    state.withLock { state in
      let index = state.late.firstIndex { $0.due > delivery.due } ?? state.late.count
      state.late.insert(delivery, at: index)
    }
  }

  /// Does what is due.
  func settle() async {
    while let delivery = due() {
      switch delivery.request {
      case .get, .other: break
      case .put(let put): _ = try? await perform(put, delivery.request, delivery.number, delivery.worker)
      case .update(let update): _ = try? await perform(update, delivery.request, delivery.number, delivery.worker)
      case .delete(let delete): _ = try? await perform(delete, delivery.request, delivery.number, delivery.worker)
      case .transaction(let transaction):
        _ = try? await perform(transaction, delivery.request, delivery.number, delivery.worker)
      }
    }
    if sweepIsDue() { await sweep() }
  }

  private func due() -> Delivery? {
    let now = scheduler.uptime
    return state.withLock { state in
      guard let first = state.late.first, first.due <= now else { return nil }
      return state.late.removeFirst()
    }
  }

  /// Carries a request out, and writes down what it did.
  func perform<Operation: DynamoDBOperation>(
    _ operation: Operation, _ request: TableRequest, _ number: Int, _ worker: String
  ) async throws(DynamoDBError) -> Operation.Output {
    do throws(DynamoDBError) {
      let output = try await engine.send(operation)
      ledger.charge(Operation.name, output.capacities)
      if request.isWrite {
        ledger.record(.carriedOut(number), by: worker)
        try await compare(request, number, worker)
      }
      return output
    } catch {
      ledger.charge(Operation.name, [])
      ledger.record(.refused(number, error), by: worker)
      throw error
    }
  }

  private func compare(_ request: TableRequest, _ number: Int, _ worker: String) async throws(DynamoDBError) {
    switch request {
    case .get, .other: break
    case .put(let put): try await compare(put.item, in: put.table, number, worker)
    case .update(let update): try await compare(update.key, in: update.table, number, worker)
    case .delete(let delete): try await compare(delete.key, in: delete.table, number, worker)
    case .transaction(let transaction):
      for action in transaction.actions {
        switch action {
        case .check: break
        case .put(let put): try await compare(put.item, in: put.table, number, worker)
        case .update(let update): try await compare(update.key, in: update.table, number, worker)
        case .delete(let delete): try await compare(delete.key, in: delete.table, number, worker)
        }
      }
    }
  }

  /// Reads a row that was written and writes down how it changed.
  private func compare(
    _ item: Item, in table: String, _ number: Int, _ worker: String
  ) async throws(DynamoDBError) {
    let names = try await keyAttributes(of: table)
    let row = RowID(table: table, values: names.compactMap { item[$0] })
    let key = Item(uniqueKeysWithValues: zip(names, row.values))
    let after = try await engine.getItem(key, from: table, consistentRead: true)
    let before = replace(row, by: after)
    if before != after { ledger.record(.wrote(number, row, before: before, after: after), by: worker) }
  }

  private func replace(_ row: RowID, by item: Item?) -> Item? {
    state.withLock { state in
      let before = state.rows[row]
      if before == nil, item != nil, !state.order.contains(row) { state.order.append(row) }
      state.rows[row] = item
      return before
    }
  }

  private func keyAttributes(of table: String) async throws(DynamoDBError) -> [String] {
    if let names = state.withLock({ $0.schemas[table] }) { return names }
    let schema = try await engine.send(DescribeTable(table: table)).table.keySchema
    let names = schema.attributes.map(\.name)
    state.withLock { $0.schemas[table] = names }
    return names
  }

  private func sweepIsDue() -> Bool {
    guard let interval = plan.sweepInterval else { return false }
    let now = scheduler.uptime
    return state.withLock { state in
      guard let next = state.nextSweep, next <= now else { return false }
      state.nextSweep = now + state.generator.duration(from: .zero, to: interval * 2)
      return true
    }
  }

  /// Deletes what is over, early by as much as the plan allows at most.
  private func sweep() async {
    let early = state.withLock { $0.generator.duration(from: .zero, to: plan.sweepEarliness) }
    guard let deleted = try? await engine.deleteExpired(delay: .zero - early), deleted > 0 else { return }
    for row in state.withLock({ $0.order }) {
      guard let names = try? await keyAttributes(of: row.table), state.withLock({ $0.rows[row] }) != nil else {
        continue
      }
      let key = Item(uniqueKeysWithValues: zip(names, row.values))
      guard (try? await engine.getItem(key, from: row.table)) == .some(nil) else { continue }
      ledger.record(.wrote(nil, row, before: replace(row, by: nil), after: nil), by: "")
    }
  }
}
