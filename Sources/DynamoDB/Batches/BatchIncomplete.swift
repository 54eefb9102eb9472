/// Why a batch ended before it was done.
public enum BatchInterruption: Hashable, Sendable {
  /// The time of ``BatchPolicy/deadline`` was over, or would have been after the next pause.
  case deadline
  /// A request failed in a way that sending it again would not mend; or the task was cancelled.
  case failed(DynamoDBError)
}

/// A batch of reads that was not read to its end: what was read is here, and what was not.
///
/// It is an error so that nobody takes a part for the whole. Whoever can use a part catches it and takes ``items``;
/// ``unprocessed`` makes the next call.
public struct BatchGetIncomplete: Error, Hashable, Sendable {
  /// The items that were read, by the names of their tables.
  public var items: [String: [Item]]
  /// The keys that were not read, in the form that
  /// ``DynamoDBClient/batchGetItems(_:policy:)`` takes.
  public var unprocessed: [String: BatchGetItem.Keys]
  /// Why it ended.
  public var reason: BatchInterruption

  /// An error of its parts: for clients and tests that make one.
  public init(
    items: [String: [Item]], unprocessed: [String: BatchGetItem.Keys], reason: BatchInterruption
  ) {
    self.items = items
    self.unprocessed = unprocessed
    self.reason = reason
  }
}

/// A batch of writes that was not made to its end: each write that is not here has been made.
public struct BatchWriteIncomplete: Error, Hashable, Sendable {
  /// How many writes were made for certain.
  public var written: Int
  /// The writes of a request whose outcome is unknown: they may have been made or not.
  public var uncertain: [String: [BatchWriteItem.Write]]
  /// The writes that were not made.
  public var unprocessed: [String: [BatchWriteItem.Write]]
  /// Why it ended.
  public var reason: BatchInterruption

  /// An error of its parts: for clients and tests that make one.
  public init(
    written: Int, uncertain: [String: [BatchWriteItem.Write]], unprocessed: [String: [BatchWriteItem.Write]],
    reason: BatchInterruption
  ) {
    self.written = written
    self.uncertain = uncertain
    self.unprocessed = unprocessed
    self.reason = reason
  }

  /// Everything that is not made for certain, in the form that
  /// ``DynamoDBClient/batchWriteItems(_:keyedBy:policy:)`` takes. Making a write twice is harmless, unless somebody
  /// else wrote the item meanwhile.
  public var remaining: [String: [BatchWriteItem.Write]] { uncertain.merging(unprocessed) { $0 + $1 } }
}

extension BatchGetIncomplete: CustomStringConvertible {
  /// Says how much, never what: keys and items stay out of logs.
  public var description: String {
    let read = items.values.reduce(0) { $0 + $1.count }
    let left = unprocessed.values.reduce(0) { $0 + $1.keys.count }
    return "the batch is incomplete: \(read) items read, \(left) keys left; \(reason)"
  }
}

extension BatchWriteIncomplete: CustomStringConvertible {
  /// Says how much, never what: keys and items stay out of logs.
  public var description: String {
    let unknown = uncertain.values.reduce(0) { $0 + $1.count }
    let left = unprocessed.values.reduce(0) { $0 + $1.count }
    return "the batch is incomplete: \(written) writes made, \(unknown) of unknown outcome, \(left) left; \(reason)"
  }
}

extension BatchInterruption: CustomStringConvertible {
  public var description: String {
    switch self {
    case .deadline: "its deadline is over"
    case .failed(let error): "\(error.code): \(error.message)"
    }
  }
}
