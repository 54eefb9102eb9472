/// What can go wrong with one request, a case for each thing a caller would do differently.
///
/// The texts are DynamoDB's own where it sent one. No case holds credentials or a request's body; an item
/// is there only where the caller asked for it (`ReturnValuesOnConditionCheckFailure`).
///
/// Source: *Amazon DynamoDB Developer Guide*, "Error handling with DynamoDB".
public enum DynamoDBError: Error, Hashable, Sendable {
  /// `ConditionalCheckFailedException`: the condition was false and nothing was written. `item` is the item
  /// as it was, if the request asked for it and there was one.
  case conditionFailed(item: Item?)

  /// `TransactionCanceledException`: nothing of the transaction was written; a reason for each of its items,
  /// in order.
  case transactionCanceled([CancellationReason])

  /// `TransactionConflictException`: another transaction is at work on the item. Retry later.
  case transactionConflict(String)

  /// `TransactionInProgressException`: the request with this client token is still running.
  case transactionInProgress(String)

  /// `IdempotentParameterMismatchException`: this client token was used for another request.
  case idempotentParameterMismatch(String)

  /// `ValidationException`: the request is wrong, and is wrong again if it is repeated.
  case validation(String)

  /// `SerializationException`: the request is not JSON, or a member has the wrong JSON type.
  case serialization(String)

  /// `ResourceNotFoundException`: there is no such table.
  case resourceNotFound(String)

  /// `ResourceInUseException`: the table exists already, or is being changed.
  case resourceInUse(String)

  /// Too many requests or too little capacity: `ProvisionedThroughputExceededException`,
  /// `ThrottlingException`, `RequestLimitExceeded`. Nothing was written. Retry later.
  case throttled(String)

  /// Any other error that the service named, with the HTTP status it came with.
  case service(code: String, status: Int, message: String)

  /// The request was not carried out because nobody could be reached. Nothing was written.
  case unavailable(String)

  /// The request was sent and no answer came back: it may have been carried out or not.
  case outcomeUnknown(String)

  /// The task was cancelled before the request was sent. Nothing was written.
  case cancelled
}

/// Why one item of a transaction did not go through.
///
/// Source: *Amazon DynamoDB API Reference*, `TransactWriteItems`, "Errors".
public struct CancellationReason: Hashable, Sendable {
  /// Why an action was refused; the cases are named as DynamoDB names them.
  public enum Code: Hashable, Sendable {
    /// This item was not the reason.
    case none
    /// Its condition does not hold; ``CancellationReason/item`` is the item, if it was asked for.
    case conditionalCheckFailed
    /// The items of one partition key are more than 10 GB, with a local index.
    case itemCollectionSizeLimitExceeded
    /// Another transaction or write is at work on the item: try again.
    case transactionConflict
    /// The table has no more capacity just now: try again.
    case provisionedThroughputExceeded
    /// The table or the account is throttled: try again.
    case throttling
    /// The action is wrong in itself.
    case validation
    /// A code this version does not know.
    case other(String)
  }

  /// Why.
  public var code: Code
  /// The service's own words, where it sent any.
  public var message: String?
  /// The item as it was, where the condition failed and the request asked for it.
  public var item: Item?

  /// A reason of its parts: for clients and tests that make one.
  public init(_ code: Code, message: String? = nil, item: Item? = nil) {
    self.code = code
    self.message = message
    self.item = item
  }

  /// The action would have gone through.
  public static let none = CancellationReason(.none)
}

extension CancellationReason.Code: RawRepresentable {
  public init(rawValue: String) {
    self =
      switch rawValue {
      case "None": .none
      case "ConditionalCheckFailed": .conditionalCheckFailed
      case "ItemCollectionSizeLimitExceeded": .itemCollectionSizeLimitExceeded
      case "TransactionConflict": .transactionConflict
      case "ProvisionedThroughputExceeded": .provisionedThroughputExceeded
      case "ThrottlingError": .throttling
      case "ValidationError": .validation
      default: .other(rawValue)
      }
  }

  public var rawValue: String {
    switch self {
    case .none: "None"
    case .conditionalCheckFailed: "ConditionalCheckFailed"
    case .itemCollectionSizeLimitExceeded: "ItemCollectionSizeLimitExceeded"
    case .transactionConflict: "TransactionConflict"
    case .provisionedThroughputExceeded: "ProvisionedThroughputExceeded"
    case .throttling: "ThrottlingError"
    case .validation: "ValidationError"
    case .other(let code): code
    }
  }
}

extension DynamoDBError: CustomStringConvertible {
  /// One line for a log: the code and the message, never an item.
  public var description: String { "\(code): \(message)" }
}
