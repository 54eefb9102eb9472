import DynamoDB

/// Writes down what passes the one door: who acquired, released and published what, and what everything cost.
///
/// Requests go on as they came, but for two things that they are asked beside: their cost, and LOCK's row after a
/// write that did not ask for it. Both are taken out of the answer again.
struct AuditedClient<Client: DynamoDBClient>: DynamoDBClient {
  private let client: Client
  private let recorder: Recorder
  private let turns = PageTurns()

  init(_ client: Client, recorder: Recorder) {
    self.client = client
    self.recorder = recorder
  }

  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    try await operation.run(on: Audit(client: client, recorder: recorder, turns: turns))
  }
}

/// One method for each operation; those that neither cost units nor concern a page are passed on.
struct Audit<Client: DynamoDBClient>: OperationHandler {
  let client: Client
  let recorder: Recorder
  let turns: PageTurns

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
