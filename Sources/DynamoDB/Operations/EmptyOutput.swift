/// What an operation answers that has nothing to say: a body without a byte.
public struct EmptyOutput: Hashable, Sendable {
  public init() {}
}

extension EmptyOutput: OperationOutput {
  public func write(to writer: inout JSONWriter) {}

  /// Takes an empty object too.
  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    if !reader.isAtEnd { try reader.skip() }
  }
}
