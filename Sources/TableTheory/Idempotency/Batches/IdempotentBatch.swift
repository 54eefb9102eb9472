/// What became of a list of messages, in its order.
///
/// It encodes itself as what a Lambda function answers to SQS, Kinesis or DynamoDB streams:
/// `{"batchItemFailures": [{"itemIdentifier": "..."}]}`.
///
/// Source: *AWS Lambda Developer Guide*, "Handling errors for an SQS event source in Lambda", partial batch responses.
public struct IdempotentBatch<Value: Sendable>: Sendable {
  /// What became of one message.
  public struct Entry: Sendable {
    /// The message's id.
    public let id: String
    /// What became of it.
    public let outcome: Outcome
  }

  /// What became of a message.
  public enum Outcome: Sendable {
    /// It is done, by this call or an earlier one.
    case done(IdempotentResult<Value>)
    /// It is not done, or not known to be, and has to come again.
    case failed(IdempotentWorkError<Value, any Error>)
    /// It was not tried: one before it had failed and the order matters, or the deadline had passed.
    case notTried
  }

  /// In the order of the messages.
  public let entries: [Entry]

  /// The ids of the messages that have to come again.
  public var failures: [String] {
    entries.compactMap { entry in
      if case .done = entry.outcome { nil } else { entry.id }
    }
  }
}

extension IdempotentBatch: Encodable {
  private enum Name: String, CodingKey {
    case batchItemFailures
    case itemIdentifier
  }

  public func encode(to encoder: any Encoder) throws {
    var response = encoder.container(keyedBy: Name.self)
    var list = response.nestedUnkeyedContainer(forKey: .batchItemFailures)
    for id in failures {
      var failure = list.nestedContainer(keyedBy: Name.self)
      try failure.encode(id, forKey: .itemIdentifier)
    }
  }
}
