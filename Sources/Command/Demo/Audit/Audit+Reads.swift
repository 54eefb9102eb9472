import DynamoDB

extension Audit {
  func run(_ operation: GetItem) async throws(DynamoDBError) -> GetItem.Output {
    var asked = operation
    asked.returnConsumedCapacity = .total
    var output = try await client.send(asked)
    read(output.consumedCapacity)
    if operation.returnConsumedCapacity == .none { output.consumedCapacity = nil }
    return output
  }

  func run(_ operation: Query) async throws(DynamoDBError) -> Query.Output {
    var asked = operation
    asked.returnConsumedCapacity = .total
    var output = try await client.send(asked)
    read(output.consumedCapacity)
    if operation.returnConsumedCapacity == .none { output.consumedCapacity = nil }
    return output
  }

  func run(_ operation: Scan) async throws(DynamoDBError) -> Scan.Output {
    var asked = operation
    asked.returnConsumedCapacity = .total
    var output = try await client.send(asked)
    read(output.consumedCapacity)
    if operation.returnConsumedCapacity == .none { output.consumedCapacity = nil }
    return output
  }

  func run(_ operation: BatchGetItem) async throws(DynamoDBError) -> BatchGetItem.Output {
    var asked = operation
    asked.returnConsumedCapacity = .total
    var output = try await client.send(asked)
    for capacity in output.capacities { read(capacity) }
    if operation.returnConsumedCapacity == .none { output.consumedCapacity = nil }
    return output
  }

  func run(_ operation: TransactGetItems) async throws(DynamoDBError) -> TransactGetItems.Output {
    var asked = operation
    asked.returnConsumedCapacity = .total
    var output = try await client.send(asked)
    for capacity in output.consumedCapacity ?? [] { read(capacity) }
    if operation.returnConsumedCapacity == .none { output.consumedCapacity = nil }
    return output
  }

  private func read(_ capacity: ConsumedCapacity?) {
    recorder.record { $0.spent(readUnits: capacity?.units ?? 0) }
  }
}
