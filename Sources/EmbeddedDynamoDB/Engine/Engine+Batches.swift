import DynamoDB

// `BatchGetItem` and `BatchWriteItem`.
extension Engine {
  func run(_ operation: BatchGetItem) async throws(DynamoDBError) -> BatchGetItem.Output {
    try operation.checkCounts()
    return try await storage.read { transaction throws(DynamoDBError) in
      var output = BatchGetItem.Output()
      var tally = CapacityTally(operation.returnConsumedCapacity)
      var room = BatchGetItem.maximumSize
      for (name, table, keys) in try self.keys(operation, in: transaction) {
        let request = operation.requests[name] ?? .init([])
        output.items[name] = []
        for (key, place) in zip(request.keys, keys) {
          let item = room > 0 ? try transaction.item(at: place, in: table) : nil
          let size = item?.size ?? 0
          // What does not fit, and all that comes after it, is left for the next request.
          guard room > 0, size <= room else {
            room = 0
            output.unprocessed[name, default: request.of([])].keys.append(key)
            continue
          }
          room -= size
          tally.read(CapacityUnits.read(size, consistent: request.consistentRead), of: name)
          if let item { output.items[name]?.append(request.projection?.apply(to: item) ?? item) }
        }
      }
      output.consumedCapacity = tally.each(apart: false)
      return output
    }
  }

  /// All writes in one transaction of the storage, which is more than DynamoDB promises and is one commit.
  func run(_ operation: BatchWriteItem) async throws(DynamoDBError) -> BatchWriteItem.Output {
    try operation.checkCounts()
    try operation.checkItems()
    return try await storage.write { transaction throws(DynamoDBError) in
      var tally = CapacityTally(operation.returnConsumedCapacity)
      let writes = try self.writes(operation, in: transaction)
      for (name, write) in writes {
        let (old, new) = try Self.carryOut(write, in: &transaction)
        tally.write(old: old, new: new, by: write, named: name)
      }
      return .init(
        consumedCapacity: tally.each(apart: false),
        itemCollectionMetrics: try Self.collections(
          of: writes, operation.returnItemCollectionMetrics, in: transaction))
    }
  }

  /// How large the collections of written items are, each once, by what the request called their tables.
  static func collections(
    of writes: [(name: String, write: ItemWrite)], _ wish: ReturnItemCollectionMetrics,
    in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> [String: [ItemCollectionMetrics]]? {
    guard wish == .size else { return nil }
    var collections: [String: [ItemCollectionMetrics]] = [:]
    for (name, write) in writes {
      guard let metrics = try collection(of: write, in: transaction),
        collections[name]?.contains(metrics) != true
      else { continue }
      collections[name, default: []].append(metrics)
    }
    return collections
  }

  /// Where everything is to be read, after all keys have been checked.
  private func keys(
    _ operation: BatchGetItem, in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> [(name: String, table: StoredTable, keys: [StorageKey])] {
    var places: [(name: String, table: StoredTable, keys: [StorageKey])] = []
    var seen: Set<ItemPlace> = []
    for name in operation.tables {
      let table = try self.table(name, in: transaction)
      var keys: [StorageKey] = []
      for key in operation.requests[name]?.keys ?? [] { keys.append(try table.schema.storageKey(ofKey: key)) }
      guard keys.allSatisfy({ seen.insert(ItemPlace(table: table.name, key: $0)).inserted }) else {
        throw Self.duplicates
      }
      places.append((name, table, keys))
    }
    return places
  }

  /// The writes, after everything has been checked: from here on nothing is refused.
  private func writes(
    _ operation: BatchWriteItem, in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> [(name: String, write: ItemWrite)] {
    var writes: [(name: String, write: ItemWrite)] = []
    // One table may be there twice: by its name and by its ARN.
    var seen: Set<ItemPlace> = []
    for name in operation.tables {
      let table = try self.table(name, in: transaction)
      for request in operation.requests[name] ?? [] {
        let write = try Self.write(request, to: table)
        guard seen.insert(ItemPlace(table: table.name, key: write.key)).inserted else { throw Self.duplicates }
        writes.append((name, write))
      }
    }
    return writes
  }

  /// DynamoDB says the same of a put whose item lacks a key attribute as of a delete.
  private static func write(
    _ request: BatchWriteItem.Write, to table: StoredTable
  ) throws(DynamoDBError) -> ItemWrite {
    switch request {
    case .put(let item):
      let key = try table.schema.storageKey(ofKey: table.schema.key(of: item))
      try table.refuseIndexKeys(of: item)
      return ItemWrite(
        table: table, key: key, change: .put(item),
        condition: nil, onFailure: .none)
    case .delete(let key):
      return ItemWrite(
        table: table, key: try table.schema.storageKey(ofKey: key), change: .delete,
        condition: nil, onFailure: .none)
    }
  }

  private static var duplicates: DynamoDBError { .validation("Provided list of item keys contains duplicates") }
}

extension BatchGetItem {
  /// 16 MB of items. Source: *Amazon DynamoDB API Reference*, `BatchGetItem`.
  fileprivate static let maximumSize = 16 * 1024 * 1024

  fileprivate func checkCounts() throws(DynamoDBError) {
    guard !requests.isEmpty else { throw DynamoDBError.emptyBatch }
    for table in tables {
      let count = requests[table]?.keys.count ?? 0
      guard (1...Self.maximumCount).contains(count) else {
        let bound = count < 1 ? "greater than or equal to 1" : "less than or equal to \(Self.maximumCount)"
        throw .validation(
          "1 validation error detected: Value at 'requestItems.\(table).member.keys' failed to satisfy constraint: "
            + "Member must have length \(bound)")
      }
    }
    guard requests.values.reduce(0, { $0 + $1.keys.count }) <= Self.maximumCount else {
      throw .validation("Too many items requested for the BatchGetItem call")
    }
  }
}

extension BatchWriteItem {
  fileprivate func checkCounts() throws(DynamoDBError) {
    guard !requests.isEmpty else { throw DynamoDBError.emptyBatch }
    guard requests.values.allSatisfy({ (1...Self.maximumCount).contains($0.count) }) else {
      throw .validation(
        "1 validation error detected: Value at 'requestItems' failed to satisfy constraint: Map value must satisfy "
          + "constraint: [Member must have length less than or equal to \(Self.maximumCount), "
          + "Member must have length greater than or equal to 1]")
    }
    guard requests.values.reduce(0, { $0 + $1.count }) <= Self.maximumCount else {
      throw .validation("Too many items requested for the BatchWriteItem call")
    }
  }

  fileprivate func checkItems() throws(DynamoDBError) {
    for table in tables {
      for case .put(let item) in requests[table] ?? [] { try ItemRules.check(item) }
    }
  }
}

extension BatchGetItem.Keys {
  /// The same of other keys.
  fileprivate func of(_ keys: [Item]) -> Self {
    Self(keys, consistentRead: consistentRead, projection: projection)
  }
}

extension DynamoDBError {
  fileprivate static var emptyBatch: DynamoDBError {
    .validation(
      "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: "
        + "Member must have length greater than or equal to 1")
  }
}
