public import DynamoDB

/// A protocol made wrong on purpose, at the one door: requests are rewritten on their way, or answers.
///
/// Properties that hold for the real protocol have to fail for a mutated one; a check that never fails checks nothing.
public struct Mutation: Sendable {
  /// What becomes of a request that a worker sends. The operation's kind has to stay.
  public var request: (@Sendable (TableRequest) -> TableRequest)?
  /// What the worker is told instead of an error; `nil` tells a transaction's sender that all is well, and leaves any
  /// other error as it is.
  public var error: (@Sendable (DynamoDBError, TableRequest) -> DynamoDBError?)?

  /// A protocol with these changes, none unless told otherwise.
  public init(
    request: (@Sendable (TableRequest) -> TableRequest)? = nil,
    error: (@Sendable (DynamoDBError, TableRequest) -> DynamoDBError?)? = nil
  ) {
    self.request = request
    self.error = error
  }
}
