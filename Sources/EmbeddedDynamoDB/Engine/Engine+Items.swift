import DynamoDB

// Reads and writes of one item.
extension Engine {
  @specialized(where Backing == MemoryStorage)
  @specialized(where Backing == SQLiteStorage)
  func run(_ operation: GetItem) async throws(DynamoDBError) -> GetItem.Output {
    try await storage.read { transaction throws(DynamoDBError) in
      let table = try self.table(operation.table, in: transaction)
      let key = try table.schema.storageKey(ofKey: operation.key)
      let item = try transaction.item(at: key, in: table)
      var tally = CapacityTally(operation.returnConsumedCapacity)
      tally.read(CapacityUnits.read(item?.size ?? 0, consistent: operation.consistentRead), of: operation.table)
      return GetItem.Output(
        item: operation.projection.flatMap { projection in item.map(projection.apply(to:)) } ?? item,
        consumedCapacity: tally.sum)
    }
  }

  @specialized(where Backing == MemoryStorage)
  @specialized(where Backing == SQLiteStorage)
  func run(_ operation: PutItem) async throws(DynamoDBError) -> WriteOutput {
    try Self.requireOldOrNone(operation.returnValues)
    return try await storage.write { transaction throws(DynamoDBError) in
      let write = try Self.write(operation, to: self.table(operation.table, in: transaction))
      let (old, new) = try Self.carryOut(write, in: &transaction)
      return try Self.output(
        operation.returnValues == .allOld ? old : nil, old: old, new: new, by: write, named: operation.table,
        operation.returnConsumedCapacity, operation.returnItemCollectionMetrics, in: transaction)
    }
  }

  @specialized(where Backing == MemoryStorage)
  @specialized(where Backing == SQLiteStorage)
  func run(_ operation: DeleteItem) async throws(DynamoDBError) -> WriteOutput {
    try Self.requireOldOrNone(operation.returnValues)
    return try await storage.write { transaction throws(DynamoDBError) in
      let write = try Self.write(operation, to: self.table(operation.table, in: transaction))
      let (old, new) = try Self.carryOut(write, in: &transaction)
      return try Self.output(
        operation.returnValues == .allOld ? old : nil, old: old, new: new, by: write, named: operation.table,
        operation.returnConsumedCapacity, operation.returnItemCollectionMetrics, in: transaction)
    }
  }

  @specialized(where Backing == MemoryStorage)
  @specialized(where Backing == SQLiteStorage)
  func run(_ operation: UpdateItem) async throws(DynamoDBError) -> WriteOutput {
    try await storage.write { transaction throws(DynamoDBError) in
      let write = try Self.write(operation, to: self.table(operation.table, in: transaction))
      let (old, new) = try Self.carryOut(write, in: &transaction)
      return try Self.output(
        operation.attributes(old: old, new: new), old: old, new: new, by: write, named: operation.table,
        operation.returnConsumedCapacity, operation.returnItemCollectionMetrics, in: transaction)
    }
  }

  private static func output(
    _ attributes: Item?, old: Item?, new: Item?, by write: ItemWrite, named name: String,
    _ capacity: ReturnConsumedCapacity, _ metrics: ReturnItemCollectionMetrics,
    in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> WriteOutput {
    var tally = CapacityTally(capacity)
    tally.write(old: old, new: new, by: write, named: name)
    return WriteOutput(
      attributes: attributes, consumedCapacity: tally.sum,
      itemCollectionMetrics: metrics == .size ? try collection(of: write, in: transaction) : nil)
  }

  /// How large the collection of a written item is, to the gigabyte; `nil` without a local index.
  static func collection(
    of write: ItemWrite, in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> ItemCollectionMetrics? {
    guard write.table.indexes.contains(where: { $0.scope == .local }) else { return nil }
    let size = try transaction.collectionSize(of: write.key.partition, in: write.table)
    let gigabytes = Double(size / (1 << 30))
    let name = write.table.schema.partition.name
    return ItemCollectionMetrics(
      key: [name: write.table.schema.partitionValue(of: write.key)], sizeInGigabytes: gigabytes...(gigabytes + 1))
  }

  /// Decides a write and does it.
  static func carryOut(
    _ write: ItemWrite, in transaction: inout Backing.Transaction
  ) throws(DynamoDBError) -> (old: Item?, new: Item?) {
    var outcome: (old: Item?, new: Item?)
    try transaction.rewrite(at: write.key, in: write.table) { item throws(DynamoDBError) in
      outcome.old = item
      do throws(ItemWrite.Refusal) {
        outcome.new = try write.apply(to: item)
      } catch {
        switch error {
        case .conditionFailed(let item): throw .conditionFailed(item: item)
        case .invalid(let message): throw .validation(message)
        }
      }
      return outcome.new
    }
    return outcome
  }

  /// Writes the outcome of a write that has been decided.
  static func store(
    _ new: Item?, instead old: Item?, by write: ItemWrite, in transaction: inout Backing.Transaction
  ) throws(DynamoDBError) {
    if case .none = write.change { return }
    try transaction.replace(old, with: new, at: write.key, in: write.table)
  }

  private static func requireOldOrNone(_ returnValues: ReturnValues) throws(DynamoDBError) {
    guard returnValues == .none || returnValues == .allOld else {
      throw .validation("Return values set to invalid value")
    }
  }
}

extension UpdateItem {
  /// What `ReturnValues` asked for.
  fileprivate func attributes(old: Item?, new: Item?) -> Item? {
    switch returnValues {
    case .none: nil
    case .allOld: old
    case .allNew: new
    case .updatedOld: (update?.updatedOld(from: old)).flatMap { $0.isEmpty ? nil : $0 }
    case .updatedNew: new.flatMap { new in update?.updatedNew(from: new) }.flatMap { $0.isEmpty ? nil : $0 }
    }
  }
}
