internal import DynamoDB

/// Says of each operation how it may be repeated, and sends it: one method for each, checked by the compiler.
struct OperationSender: OperationHandler {
  let client: AWSDynamoDBClient

  // MARK: Reads

  func run(_ operation: GetItem) async throws(DynamoDBError) -> GetItem.Output {
    try await client.send(operation, .read)
  }

  func run(_ operation: Query) async throws(DynamoDBError) -> Query.Output {
    try await client.send(operation, .read)
  }

  func run(_ operation: Scan) async throws(DynamoDBError) -> Scan.Output {
    try await client.send(operation, .read)
  }

  func run(_ operation: BatchGetItem) async throws(DynamoDBError) -> BatchGetItem.Output {
    try await client.send(operation, .read)
  }

  func run(_ operation: TransactGetItems) async throws(DynamoDBError) -> TransactGetItems.Output {
    try await client.send(operation, .read)
  }

  func run(_ operation: DescribeTable) async throws(DynamoDBError) -> DescribeTable.Output {
    try await client.send(operation, .read)
  }

  func run(_ operation: ListTables) async throws(DynamoDBError) -> ListTables.Output {
    try await client.send(operation, .read)
  }

  func run(_ operation: DescribeTimeToLive) async throws(DynamoDBError) -> DescribeTimeToLive.Output {
    try await client.send(operation, .read)
  }

  func run(_ operation: ListTagsOfResource) async throws(DynamoDBError) -> ListTagsOfResource.Output {
    try await client.send(operation, .read)
  }

  func run(_ operation: DescribeLimits) async throws(DynamoDBError) -> DescribeLimits.Output {
    try await client.send(operation, .read)
  }

  func run(_ operation: DescribeEndpoints) async throws(DynamoDBError) -> DescribeEndpoints.Output {
    try await client.send(operation, .read)
  }

  func run(_ operation: DescribeContinuousBackups) async throws(DynamoDBError) -> DescribeContinuousBackups.Output {
    try await client.send(operation, .read)
  }

  // MARK: Writes

  func run(_ operation: PutItem) async throws(DynamoDBError) -> PutItem.Output {
    try await client.send(operation, operation.repeatability)
  }

  func run(_ operation: UpdateItem) async throws(DynamoDBError) -> UpdateItem.Output {
    try await client.send(operation, operation.repeatability)
  }

  func run(_ operation: DeleteItem) async throws(DynamoDBError) -> DeleteItem.Output {
    try await client.send(operation, operation.repeatability)
  }

  /// Puts and deletes without conditions, and nothing of the old items in the answer: see ``PutItem/repeatability``.
  func run(_ operation: BatchWriteItem) async throws(DynamoDBError) -> BatchWriteItem.Output {
    try await client.send(operation, .idempotent)
  }

  func run(_ operation: TransactWriteItems) async throws(DynamoDBError) -> TransactWriteItems.Output {
    var operation = operation
    operation.clientRequestToken = operation.clientRequestToken ?? client.configuration.makeRequestToken()
    return try await client.send(operation, .token)
  }

  // MARK: Tables

  func run(_ operation: CreateTable) async throws(DynamoDBError) -> CreateTable.Output {
    try await client.send(operation, .idempotent)
  }

  func run(_ operation: UpdateTimeToLive) async throws(DynamoDBError) -> UpdateTimeToLive.Output {
    try await client.send(operation, .idempotent)
  }

  func run(_ operation: TagResource) async throws(DynamoDBError) -> TagResource.Output {
    try await client.send(operation, .idempotent)
  }

  func run(_ operation: UntagResource) async throws(DynamoDBError) -> UntagResource.Output {
    try await client.send(operation, .idempotent)
  }

  func run(_ operation: UpdateContinuousBackups) async throws(DynamoDBError) -> UpdateContinuousBackups.Output {
    try await client.send(operation, .idempotent)
  }

  /// The second time, an index that the first time made is there already.
  func run(_ operation: UpdateTable) async throws(DynamoDBError) -> UpdateTable.Output {
    try await client.send(operation, .once)
  }

  /// The second time, it might be a new table of the same name.
  func run(_ operation: DeleteTable) async throws(DynamoDBError) -> DeleteTable.Output {
    try await client.send(operation, .once)
  }
}
