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
  /// What the operation answers.
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
  /// Carries out a ``GetItem``.
  func run(_ operation: GetItem) async throws(DynamoDBError) -> GetItem.Output
  /// Carries out a ``PutItem``.
  func run(_ operation: PutItem) async throws(DynamoDBError) -> PutItem.Output
  /// Carries out a ``UpdateItem``.
  func run(_ operation: UpdateItem) async throws(DynamoDBError) -> UpdateItem.Output
  /// Carries out a ``DeleteItem``.
  func run(_ operation: DeleteItem) async throws(DynamoDBError) -> DeleteItem.Output
  /// Carries out a ``Query``.
  func run(_ operation: Query) async throws(DynamoDBError) -> Query.Output
  /// Carries out a ``Scan``.
  func run(_ operation: Scan) async throws(DynamoDBError) -> Scan.Output
  /// Carries out a ``BatchGetItem``.
  func run(_ operation: BatchGetItem) async throws(DynamoDBError) -> BatchGetItem.Output
  /// Carries out a ``BatchWriteItem``.
  func run(_ operation: BatchWriteItem) async throws(DynamoDBError) -> BatchWriteItem.Output
  /// Carries out a ``TransactWriteItems``.
  func run(_ operation: TransactWriteItems) async throws(DynamoDBError) -> TransactWriteItems.Output
  /// Carries out a ``TransactGetItems``.
  func run(_ operation: TransactGetItems) async throws(DynamoDBError) -> TransactGetItems.Output
  /// Carries out a ``CreateTable``.
  func run(_ operation: CreateTable) async throws(DynamoDBError) -> CreateTable.Output
  /// Carries out a ``DescribeTable``.
  func run(_ operation: DescribeTable) async throws(DynamoDBError) -> DescribeTable.Output
  /// Carries out a ``ListTables``.
  func run(_ operation: ListTables) async throws(DynamoDBError) -> ListTables.Output
  /// Carries out a ``DeleteTable``.
  func run(_ operation: DeleteTable) async throws(DynamoDBError) -> DeleteTable.Output
  /// Carries out a ``UpdateTimeToLive``.
  func run(_ operation: UpdateTimeToLive) async throws(DynamoDBError) -> UpdateTimeToLive.Output
  /// Carries out a ``DescribeTimeToLive``.
  func run(_ operation: DescribeTimeToLive) async throws(DynamoDBError) -> DescribeTimeToLive.Output
  /// Carries out a ``UpdateTable``.
  func run(_ operation: UpdateTable) async throws(DynamoDBError) -> UpdateTable.Output
  /// Carries out a ``TagResource``.
  func run(_ operation: TagResource) async throws(DynamoDBError) -> TagResource.Output
  /// Carries out a ``UntagResource``.
  func run(_ operation: UntagResource) async throws(DynamoDBError) -> UntagResource.Output
  /// Carries out a ``ListTagsOfResource``.
  func run(_ operation: ListTagsOfResource) async throws(DynamoDBError) -> ListTagsOfResource.Output
  /// Carries out a ``DescribeLimits``.
  func run(_ operation: DescribeLimits) async throws(DynamoDBError) -> DescribeLimits.Output
  /// Carries out a ``DescribeEndpoints``.
  func run(_ operation: DescribeEndpoints) async throws(DynamoDBError) -> DescribeEndpoints.Output
  /// Carries out a ``DescribeContinuousBackups``.
  func run(_ operation: DescribeContinuousBackups) async throws(DynamoDBError) -> DescribeContinuousBackups.Output
  /// Carries out a ``UpdateContinuousBackups``.
  func run(_ operation: UpdateContinuousBackups) async throws(DynamoDBError) -> UpdateContinuousBackups.Output
}
