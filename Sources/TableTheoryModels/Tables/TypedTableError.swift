public import DynamoDB

/// What can go wrong with one call of a ``TypedTable``, a case for each thing a caller would do differently.
///
/// Descriptions hold no values; a case holds an item only where a condition was refused, and then it is the caller's to
/// show.
public enum TypedTableError: Error, Hashable, Sendable {
  /// There is an item with this key already: `create`.
  case exists

  /// There is no item with this key, and an update makes none.
  case notFound

  /// Somebody else has written the item: it has the version `found` now, or none. Read it again and decide again.
  case versionMismatch(expected: Int64, found: Int64?)

  /// The caller's own condition was false; the item as it was, if there was one.
  case conditionFailed(item: Item?)

  /// Nothing of a transaction was written: what was refused, each with its place in the transaction.
  case cancelled([TransactionRefusal])

  /// What was read is none of the model's, or a value cannot be stored.
  case model(ModelError)

  /// The call is wrong, and is wrong again if it is repeated: what, and what would be right.
  case invalid(String)

  /// The cursor is none, or another query's.
  case cursor(PageCursorError)

  /// A batch of reads that was not read to its end.
  case incompleteRead(BatchGetIncomplete)

  /// A batch of writes that was not made to its end.
  case incompleteWrite(BatchWriteIncomplete)

  /// Anything else that the client says: throttled, unavailable, outcome unknown ...
  case client(DynamoDBError)
}

/// Why one action of a transaction was refused.
public struct TransactionRefusal: Hashable, Sendable {
  /// The action's place, counted from 0.
  public var index: Int
  /// ``TypedTableError/exists``, ``TypedTableError/versionMismatch(expected:found:)`` ..., or
  /// ``TypedTableError/client(_:)`` for a conflict or a throttle: those may go through the next time.
  public var error: TypedTableError

  /// A refusal of its parts: for clients and tests that make one.
  public init(index: Int, error: TypedTableError) {
    self.index = index
    self.error = error
  }
}

extension TypedTableError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .exists: "there is an item with this key already"
    case .notFound: "there is no item with this key"
    case .versionMismatch(let expected, let found):
      "the item has the version \(found.map(String.init) ?? "none") and not \(expected): somebody else has written it"
    case .conditionFailed: "the condition is false"
    case .cancelled(let refusals):
      "nothing was written: " + refusals.map { "action \($0.index): \($0.error)" }.joined(separator: "; ")
    case .model(let error): error.description
    case .invalid(let reason): reason
    case .cursor(let error): error.description
    case .incompleteRead(let incomplete): incomplete.description
    case .incompleteWrite(let incomplete): incomplete.description
    case .client(let error): error.description
    }
  }
}
