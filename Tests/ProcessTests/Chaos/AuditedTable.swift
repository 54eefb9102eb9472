import DynamoDB
import EmbeddedDynamoDB

@testable import Command
@testable import PageWorker
@testable import TableTheoryTesting

/// The engine as the workers' server has it: each write to a page goes into the history, with the rows before and after.
///
/// One request for a page is carried out at a time, so that what is written down is in the order in which it happened.
struct AuditedTable: DynamoDBClient {
  let engine: EmbeddedDynamoDB
  let history: TableHistory
  /// How far each worker's wall clock is ahead.
  let offsets: [String: Duration]
  var mutation = Mutation()
  private let turns = PageTurns()

  init(
    _ engine: EmbeddedDynamoDB, _ history: TableHistory, offsets: [String: Duration], mutation: Mutation = Mutation()
  ) {
    self.engine = engine
    self.history = history
    self.offsets = offsets
    self.mutation = mutation
  }

  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    var request = TableRequest(operation)
    guard let page = request.keys.first?["pk"]?.string else { return try await engine.send(operation) }
    request = mutation.request?(request) ?? request
    let mutated = request.operation(as: Operation.self) ?? operation
    return try await turns.withTurn(on: page) { () async throws(DynamoDBError) in
      guard request.isWrite else { return try await engine.send(mutated) }
      return try await write(mutated, request.keys)
    }
  }

  private func write<Operation: DynamoDBOperation>(
    _ operation: Operation, _ keys: [Item]
  ) async throws(DynamoDBError) -> Operation.Output {
    let number = history.nextRequest()
    let before = try await rows(keys)
    do throws(DynamoDBError) {
      let output = try await engine.send(operation)
      let after = try await rows(keys)
      // Read after the write was carried out: no worker's clock can have shown more when it asked.
      let now = SystemTime().now
      var kinds = [HistoryEvent.Kind.carriedOut(number)]
      for (index, key) in keys.enumerated() where before[index] != after[index] {
        kinds.append(.wrote(number, Self.row(key), before: before[index], after: after[index]))
        checkExpiry(before[index], after[index], at: now)
      }
      history.record(kinds, by: Self.owner(before, after))
      return output
    } catch {
      history.record([.refused(number, error)], by: "")
      throw error
    }
  }

  private func rows(_ keys: [Item]) async throws(DynamoDBError) -> [Item?] {
    var rows: [Item?] = []
    for key in keys { rows.append(try await engine.getItem(key, from: Terms.table, consistentRead: true)) }
    return rows
  }

  /// However its holder ends, a key is free when its lease and the margin are over: the row's expiry is never later
  /// than the lease that was asked for just before, by the asking worker's clock, in whole seconds. That others then
  /// get it is a property of their refusals.
  private func checkExpiry(_ before: Item?, _ after: Item?, at now: Timestamp) {
    guard let after, after["lease_token"] != nil, after["lease_expires_at"] != before?["lease_expires_at"],
      let expiresAt = after["lease_expires_at"]?.integer, let owner = after["lease_owner"]?.string,
      let offset = offsets[owner]
    else { return }
    let latest = (now + offset + Terms.duration).secondsRoundedUp
    if expiresAt > latest {
      history.fail(
        "a key is free when its lease and the margin are over",
        "\(owner) holds \(after["pk"]?.string ?? "") until \(expiresAt), \(latest) would be right")
    }
  }

  private static func row(_ key: Item) -> RowID {
    RowID(table: Terms.table, values: [key["pk"], key["sk"]].compactMap(\.self))
  }

  /// Who wrote, as far as the rows tell: who owns the lock now, or owned it.
  private static func owner(_ before: [Item?], _ after: [Item?]) -> String {
    (after + before).lazy.compactMap { $0?["lease_owner"]?.string }.first ?? ""
  }
}

extension TableRequest {
  /// The keys of the rows that it names.
  fileprivate var keys: [Item] {
    switch self {
    case .get(let get): [get.key]
    case .put(let put): [put.item]
    case .update(let update): [update.key]
    case .delete(let delete): [delete.key]
    case .transaction(let transaction):
      transaction.actions.map { action in
        switch action {
        case .check(let check): check.key
        case .put(let put): put.item
        case .update(let update): update.key
        case .delete(let delete): delete.key
        }
      }
    case .other: []
    }
  }
}
