public import DynamoDB
import Synchronization

/// A client that counts what goes through it: requests, and the capacity units that the other side says they cost.
///
/// It asks each answer for its `ConsumedCapacity`, whatever the caller asked for. A refused condition costs what the
/// write would have, which no answer says: it is reckoned from the row that the refusal brings, 1 KB where it brings none.
///
/// Source: *Amazon DynamoDB Developer Guide*, "DynamoDB read and write operations".
public final class CapacityMeter: DynamoDBClient {
  /// What was counted.
  public struct Bill: Hashable, Sendable {
    /// How many requests there were, by the operation's name.
    public var requests: [String: Int] = [:]
    /// The read units of all reads.
    public var readUnits = 0.0
    /// The write units of all writes, refused ones included.
    public var writeUnits = 0.0

    /// Nothing counted yet.
    public init() {}

    /// How many requests there were in all.
    public var requestCount: Int { requests.values.reduce(0, +) }
  }

  private let client: any DynamoDBClient
  private let counted = Mutex(Bill())

  /// Counts what goes to `client`.
  public init(_ client: any DynamoDBClient) { self.client = client }

  /// What was counted so far.
  public var bill: Bill { counted.withLock { $0 } }

  /// What was counted since the last time, from now on counted anew.
  public func take() -> Bill {
    counted.withLock { bill in
      defer { bill = Bill() }
      return bill
    }
  }

  public func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    do throws(DynamoDBError) {
      let output = try await operation.run(on: AskingForCapacity(client: client))
      charge(Operation.name, output.capacities)
      return output
    } catch {
      refuse(Operation.name, error)
      throw error
    }
  }

  private func charge(_ name: String, _ capacities: [ConsumedCapacity]) {
    counted.withLock { bill in
      bill.requests[name, default: 0] += 1
      for capacity in capacities {
        if Self.reads.contains(name) { bill.readUnits += capacity.units } else { bill.writeUnits += capacity.units }
      }
    }
  }

  private func refuse(_ name: String, _ error: DynamoDBError) {
    counted.withLock { bill in
      bill.requests[name, default: 0] += 1
      switch error {
      case .conditionFailed(let item): bill.writeUnits += Self.writeUnits(of: item)
      case .transactionCanceled(let reasons):
        bill.writeUnits += reasons.reduce(0) { $0 + 2 * Self.writeUnits(of: $1.item) }
      default: break
      }
    }
  }

  private static let reads: Set = ["GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"]

  private static func writeUnits(of item: Item?) -> Double { Double(max(1, ((item?.size ?? 0) + 1023) / 1024)) }
}

/// Sends each operation with the wish to be told its capacity.
private struct AskingForCapacity: OperationHandler {
  let client: any DynamoDBClient

  private func ask<Operation: DynamoDBOperation>(
    _ operation: Operation, _ wish: WritableKeyPath<Operation, ReturnConsumedCapacity>
  ) async throws(DynamoDBError) -> Operation.Output {
    var operation = operation
    operation[keyPath: wish] = .total
    return try await client.send(operation)
  }

  func run(_ operation: GetItem) async throws(DynamoDBError) -> GetItem.Output {
    try await ask(operation, \.returnConsumedCapacity)
  }

  func run(_ operation: PutItem) async throws(DynamoDBError) -> PutItem.Output {
    try await ask(operation, \.returnConsumedCapacity)
  }

  func run(_ operation: UpdateItem) async throws(DynamoDBError) -> UpdateItem.Output {
    try await ask(operation, \.returnConsumedCapacity)
  }

  func run(_ operation: DeleteItem) async throws(DynamoDBError) -> DeleteItem.Output {
    try await ask(operation, \.returnConsumedCapacity)
  }

  func run(_ operation: Query) async throws(DynamoDBError) -> Query.Output {
    try await ask(operation, \.returnConsumedCapacity)
  }

  func run(_ operation: Scan) async throws(DynamoDBError) -> Scan.Output {
    try await ask(operation, \.returnConsumedCapacity)
  }

  func run(_ operation: BatchGetItem) async throws(DynamoDBError) -> BatchGetItem.Output {
    try await ask(operation, \.returnConsumedCapacity)
  }

  func run(_ operation: BatchWriteItem) async throws(DynamoDBError) -> BatchWriteItem.Output {
    try await ask(operation, \.returnConsumedCapacity)
  }

  func run(_ operation: TransactWriteItems) async throws(DynamoDBError) -> TransactWriteItems.Output {
    try await ask(operation, \.returnConsumedCapacity)
  }

  func run(_ operation: TransactGetItems) async throws(DynamoDBError) -> TransactGetItems.Output {
    try await ask(operation, \.returnConsumedCapacity)
  }

  func run(_ operation: CreateTable) async throws(DynamoDBError) -> CreateTable.Output {
    try await client.send(operation)
  }

  func run(_ operation: DescribeTable) async throws(DynamoDBError) -> DescribeTable.Output {
    try await client.send(operation)
  }

  func run(_ operation: ListTables) async throws(DynamoDBError) -> ListTables.Output {
    try await client.send(operation)
  }

  func run(_ operation: DeleteTable) async throws(DynamoDBError) -> DeleteTable.Output {
    try await client.send(operation)
  }

  func run(_ operation: UpdateTimeToLive) async throws(DynamoDBError) -> UpdateTimeToLive.Output {
    try await client.send(operation)
  }

  func run(_ operation: DescribeTimeToLive) async throws(DynamoDBError) -> DescribeTimeToLive.Output {
    try await client.send(operation)
  }

  func run(_ operation: UpdateTable) async throws(DynamoDBError) -> UpdateTable.Output {
    try await client.send(operation)
  }

  func run(_ operation: TagResource) async throws(DynamoDBError) -> TagResource.Output {
    try await client.send(operation)
  }

  func run(_ operation: UntagResource) async throws(DynamoDBError) -> UntagResource.Output {
    try await client.send(operation)
  }

  func run(_ operation: ListTagsOfResource) async throws(DynamoDBError) -> ListTagsOfResource.Output {
    try await client.send(operation)
  }

  func run(_ operation: DescribeLimits) async throws(DynamoDBError) -> DescribeLimits.Output {
    try await client.send(operation)
  }

  func run(_ operation: DescribeEndpoints) async throws(DynamoDBError) -> DescribeEndpoints.Output {
    try await client.send(operation)
  }

  func run(_ operation: DescribeContinuousBackups) async throws(DynamoDBError) -> DescribeContinuousBackups.Output {
    try await client.send(operation)
  }

  func run(_ operation: UpdateContinuousBackups) async throws(DynamoDBError) -> UpdateContinuousBackups.Output {
    try await client.send(operation)
  }
}
