/// The one door to a DynamoDB: its service, its embedded engine, or anything wrapped around either.
///
/// Everything a program does goes through ``send(_:)``, so that retries, metrics, tracing, fault injection
/// and counting are wrappers with one method, and an adapter for another AWS SDK is one method as well.
/// The conveniences (``putItem(_:into:if:)`` and the rest) are written on it once.
public protocol DynamoDBClient: Sendable {
  /// Carries out one operation.
  ///
  /// - Throws: ``DynamoDBError``. Only after ``DynamoDBError/outcomeUnknown(_:)``, and while
  ///   ``DynamoDBError/transactionInProgress(_:)``, the operation may have been carried out all the same.
  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output
}

/// A request of DynamoDB's API: its parameters, its output and its form on the wire.
public protocol DynamoDBOperation: JSONCodable, Hashable, Sendable {
  associatedtype Output: OperationOutput

  /// The API's name: `PutItem`.
  static var name: String { get }

  /// The tables that it names, each once, in the order of the request.
  var tables: [String] { get }

  /// Hands the operation to the method of `handler` that is made for it.
  func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output
}

/// What an operation answers.
public protocol OperationOutput: JSONCodable, Sendable {
  /// What the answer says that the request cost, table by table: nothing where it was not asked
  /// (``ReturnConsumedCapacity``).
  var capacities: [ConsumedCapacity] { get }
}

extension OperationOutput {
  public var capacities: [ConsumedCapacity] { [] }
}

/// One method for each operation: what an engine implements, checked by the compiler to be whole.
public protocol OperationHandler: Sendable {
  func run(_ operation: GetItem) async throws(DynamoDBError) -> GetItem.Output
  func run(_ operation: PutItem) async throws(DynamoDBError) -> PutItem.Output
  func run(_ operation: UpdateItem) async throws(DynamoDBError) -> UpdateItem.Output
  func run(_ operation: DeleteItem) async throws(DynamoDBError) -> DeleteItem.Output
  func run(_ operation: Query) async throws(DynamoDBError) -> Query.Output
  func run(_ operation: Scan) async throws(DynamoDBError) -> Scan.Output
  func run(_ operation: BatchGetItem) async throws(DynamoDBError) -> BatchGetItem.Output
  func run(_ operation: BatchWriteItem) async throws(DynamoDBError) -> BatchWriteItem.Output
  func run(_ operation: TransactWriteItems) async throws(DynamoDBError) -> TransactWriteItems.Output
  func run(_ operation: TransactGetItems) async throws(DynamoDBError) -> TransactGetItems.Output
  func run(_ operation: CreateTable) async throws(DynamoDBError) -> CreateTable.Output
  func run(_ operation: DescribeTable) async throws(DynamoDBError) -> DescribeTable.Output
  func run(_ operation: ListTables) async throws(DynamoDBError) -> ListTables.Output
  func run(_ operation: DeleteTable) async throws(DynamoDBError) -> DeleteTable.Output
  func run(_ operation: UpdateTimeToLive) async throws(DynamoDBError) -> UpdateTimeToLive.Output
  func run(_ operation: DescribeTimeToLive) async throws(DynamoDBError) -> DescribeTimeToLive.Output
  func run(_ operation: UpdateTable) async throws(DynamoDBError) -> UpdateTable.Output
  func run(_ operation: TagResource) async throws(DynamoDBError) -> TagResource.Output
  func run(_ operation: UntagResource) async throws(DynamoDBError) -> UntagResource.Output
  func run(_ operation: ListTagsOfResource) async throws(DynamoDBError) -> ListTagsOfResource.Output
  func run(_ operation: DescribeLimits) async throws(DynamoDBError) -> DescribeLimits.Output
  func run(_ operation: DescribeEndpoints) async throws(DynamoDBError) -> DescribeEndpoints.Output
  func run(_ operation: DescribeContinuousBackups) async throws(DynamoDBError) -> DescribeContinuousBackups.Output
  func run(_ operation: UpdateContinuousBackups) async throws(DynamoDBError) -> UpdateContinuousBackups.Output
}
