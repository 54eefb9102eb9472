import Crypto
import DynamoDB

// `TransactWriteItems` and `TransactGetItems`.
extension Engine {
  func run(_ operation: TransactWriteItems) async throws(DynamoDBError) -> TransactWriteItems.Output {
    try Self.checkCount(operation.actions.count)
    let request = try operation.clientRequestToken.map { token throws(DynamoDBError) in
      try RememberedRequest(token: token, of: operation)
    }
    let now = time.now
    return try await storage.write { transaction throws(DynamoDBError) in
      let writes = try self.writes(operation.actions, in: transaction)
      let names = operation.actions.map(\.table)
      var tally = CapacityTally(operation.returnConsumedCapacity)
      if let request, let digest = try transaction.digest(ofToken: request.token, now: now) {
        guard digest == request.digest else {
          throw .idempotentParameterMismatch(
            "The token was used before with other parameters: a client request token belongs to one request")
        }
        for (name, write) in zip(names, writes) {
          let item = try transaction.item(at: write.key, in: write.table)
          tally.read(2 * CapacityUnits.read(item?.size ?? 0, consistent: true), of: name)
        }
        return .init(consumedCapacity: tally.each(apart: true))
      }
      let outcomes = try Self.decide(writes, in: transaction)
      try Self.checkSize(outcomes.reduce(0) { $0 + max($1.old?.size ?? 0, $1.new?.size ?? 0) })
      for (name, (write, old, new)) in zip(names, outcomes) {
        try Self.store(new, instead: old, by: write, in: &transaction)
        tally.write(old: old, new: new, by: write, named: name, factor: 2)
      }
      if let request {
        try transaction.remember(
          token: request.token, digest: request.digest, until: now + RememberedRequest.lifetime, now: now)
      }
      return .init(
        consumedCapacity: tally.each(apart: true),
        itemCollectionMetrics: try Self.collections(
          of: Array(zip(names, writes)), operation.returnItemCollectionMetrics, in: transaction))
    }
  }

  func run(_ operation: TransactGetItems) async throws(DynamoDBError) -> TransactGetItems.Output {
    try Self.checkCount(operation.gets.count)
    return try await storage.read { transaction throws(DynamoDBError) in
      var items: [Item?] = []
      var size = 0
      var tally = CapacityTally(operation.returnConsumedCapacity)
      for (get, table, key) in try self.reads(operation.gets, in: transaction) {
        let item = try transaction.item(at: key, in: table)
        tally.read(2 * CapacityUnits.read(item?.size ?? 0, consistent: true), of: get.table)
        size += item?.size ?? 0
        items.append(get.projected(item))
      }
      try Self.checkSize(size)
      return .init(items: items, consumedCapacity: tally.each(apart: true))
    }
  }

  /// Where each item of a transaction is to be read.
  private func reads(
    _ gets: [TransactGetItems.Get], in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> [(get: TransactGetItems.Get, table: StoredTable, key: StorageKey)] {
    var reads: [(get: TransactGetItems.Get, table: StoredTable, key: StorageKey)] = []
    var seen: Set<ItemPlace> = []
    var reasons: [CancellationReason] = []
    for get in gets {
      let table = try self.table(get.table, in: transaction)
      do throws(DynamoDBError) {
        let key = try table.schema.storageKey(ofKey: get.key)
        guard seen.insert(ItemPlace(table: table.name, key: key)).inserted else { throw Self.namedTwice }
        reads.append((get, table, key))
        reasons.append(.none)
      } catch .validation(let message) where message != Self.namedTwice.message {
        reasons.append(CancellationReason(.validation, message: message))
      }
    }
    guard reads.count == gets.count else { throw .transactionCanceled(reasons) }
    return reads
  }

  /// The writes of a transaction, after everything has been checked that needs no item.
  ///
  /// An empty key value is the whole request's fault, any other one that action's.
  private func writes(
    _ actions: [TransactWriteItems.Action], in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> [ItemWrite] {
    var writes: [ItemWrite] = []
    var seen: Set<ItemPlace> = []
    var reasons: [CancellationReason] = []
    for action in actions {
      let table = try self.table(action.table, in: transaction)
      try table.schema.refuseEmptyValues(in: action.keyed)
      do throws(DynamoDBError) {
        let write = try Self.write(action, to: table)
        guard seen.insert(ItemPlace(table: write.table.name, key: write.key)).inserted else { throw Self.namedTwice }
        writes.append(write)
        reasons.append(.none)
      } catch .validation(let message) where message != Self.namedTwice.message {
        reasons.append(CancellationReason(.validation, message: message))
      }
    }
    guard writes.count == actions.count else { throw .transactionCanceled(reasons) }
    return writes
  }

  /// Every write's outcome; or, if one of them is refused, the reasons of all.
  private static func decide(
    _ writes: [ItemWrite], in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> [(write: ItemWrite, old: Item?, new: Item?)] {
    var outcomes: [(write: ItemWrite, old: Item?, new: Item?)] = []
    var reasons: [CancellationReason] = []
    for write in writes {
      let old = try transaction.item(at: write.key, in: write.table)
      do throws(ItemWrite.Refusal) {
        outcomes.append((write, old, try write.apply(to: old)))
        reasons.append(.none)
      } catch {
        reasons.append(error.reason)
      }
    }
    guard outcomes.count == writes.count else { throw .transactionCanceled(reasons) }
    return outcomes
  }

  private static func checkCount(_ count: Int) throws(DynamoDBError) {
    guard (1...100).contains(count) else {
      let bound = count < 1 ? "greater than or equal to 1" : "less than or equal to 100"
      throw .validation(
        "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: "
          + "Member must have length \(bound)")
    }
  }

  /// Source: *Amazon DynamoDB API Reference*, `TransactWriteItems` and `TransactGetItems`: "The aggregate size of the
  /// items in the transaction cannot exceed 4 MB."
  private static func checkSize(_ size: Int) throws(DynamoDBError) {
    guard size <= 4 * 1024 * 1024 else {
      throw .validation("The aggregate size of the items in the transaction exceeds 4 MB")
    }
  }

  private static var namedTwice: DynamoDBError {
    .validation("Transaction request cannot include multiple operations on one item")
  }
}

extension TransactGetItems.Get {
  /// What is answered for an item: nothing for one of which the projection leaves nothing.
  ///
  /// Source: *Amazon DynamoDB API Reference*, `TransactGetItems`, `Responses`.
  fileprivate func projected(_ item: Item?) -> Item? {
    guard let projection, let item else { return item }
    let part = projection.apply(to: item)
    return part.isEmpty ? nil : part
  }
}

extension TransactWriteItems.Action {
  /// The attributes among which are those of the key.
  fileprivate var keyed: Item {
    switch self {
    case .check(let check): check.key
    case .put(let put): put.item
    case .update(let update): update.key
    case .delete(let delete): delete.key
    }
  }
}

extension ItemWrite.Refusal {
  fileprivate var reason: CancellationReason {
    switch self {
    case .conditionFailed(let item):
      CancellationReason(.conditionalCheckFailed, message: "The conditional request failed", item: item)
    case .invalid(let message): CancellationReason(.validation, message: message)
    }
  }
}

/// An item of some table.
struct ItemPlace: Hashable {
  var table: String
  var key: StorageKey
}

/// A request that its client token makes safe to repeat.
///
/// Source: *Amazon DynamoDB API Reference*, `TransactWriteItems`, `ClientRequestToken`: valid for ten minutes
/// after the request that used it is completed.
private struct RememberedRequest {
  static let lifetime = Duration.seconds(600)

  var token: String
  var digest: [UInt8]

  init(token: String, of operation: TransactWriteItems) throws(DynamoDBError) {
    guard (1...36).contains(token.utf8.count) else {
      throw .validation(
        "1 validation error detected: Value '\(token)' at 'clientRequestToken' failed to satisfy constraint: "
          + "Member must have length \(token.isEmpty ? "greater than or equal to 1" : "less than or equal to 36")")
    }
    self.token = token
    digest = Array(SHA256.hash(data: TransactWriteItems(operation.actions).json))
  }
}
