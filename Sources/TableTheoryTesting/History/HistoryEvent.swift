public import DynamoDB

/// One thing that happened, and when by the right time.
public struct HistoryEvent: Sendable {
  /// How much virtual time had passed since the beginning.
  public let time: Duration
  /// Who did it; empty for the table itself.
  public let worker: String
  /// What happened.
  public let kind: Kind

  /// What can happen.
  public enum Kind: Sendable {
    /// A worker sends a request. The number names it in the events that follow.
    case sent(Int, TableRequest)
    /// A fault was drawn for a request.
    case fault(Int, Fault)
    /// A request was carried out; what it wrote follows in ``wrote(_:_:before:after:)``, at the same moment.
    case carriedOut(Int)
    /// The table refused a request.
    case refused(Int, DynamoDBError)
    /// A row was written; `nil` is a row that is not there. Without a number the table's TTL deleted it.
    case wrote(Int?, RowID, before: Item?, after: Item?)
    /// The worker got its answer.
    case answered(Int, DynamoDBError?)
    /// What the code under test says about itself.
    case note(any HistoryNote)
  }
}

/// What the code under test says about itself: what it believes, what it was told.
public protocol HistoryNote: Sendable, CustomStringConvertible {}

extension String: HistoryNote {}
