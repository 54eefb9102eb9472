/// A request's result, and where it came from.
public struct IdempotentResult<Value: Sendable>: Sendable {
  public let value: Value
  /// Whether the work was done before, and not by this call.
  public let isReplayed: Bool
  /// Whether this call did the work although a worker had begun it before and left it undecided
  /// (``IdempotencyClaim/isRestart``).
  public let isRestart: Bool
  /// Whether those who come later get the value. It is not kept where JSON does not have it, or where it is too large for
  /// a row and no store has taken it; the work is not done again all the same.
  public let isKept: Bool
}

extension IdempotentResult: Equatable where Value: Equatable {}

/// Why there is no result: the store's errors, the work's own, and work that was done in vain are kept apart.
public enum IdempotentWorkError<Value: Sendable, Failure: Error>: Error {
  /// The work did not run here: it is in progress elsewhere, the payload is another one, the table was not to be had.
  case notBegun(IdempotencyError)

  /// The work failed with its own error. Whoever asks next does it again, at once, or where the giving up was not answered
  /// when the in-progress time is over. Not so where the error is replayed (`isReplayed` says whether it is that of an
  /// earlier call), and where the work had completed its claim before it threw: then that result stands.
  case failed(Failure, isReplayed: Bool)

  /// The work's error was to be replayed, and its record is not there, or nobody knows: the work will be done again by
  /// whoever asks when the in-progress time is over.
  case failedUnrecorded(Failure, IdempotencyError)

  /// The work had to stop, because others may have begun it; `work` is what it threw then.
  case lost(IdempotencyLoss, work: Failure)

  /// The work is done, and somebody took over meanwhile: it may be done twice. `by` is the record that stands; its
  /// result is what others get.
  case overtaken(Value, by: IdempotencyRecord?)

  /// The work is done and its record is not, or nobody knows: it will be done again by whoever asks when the in-progress
  /// time is over.
  case unrecorded(Value, IdempotencyError)
}

/// Why a worker had to stop.
public enum IdempotencyLoss: Hashable, Sendable {
  /// Somebody took over, or the record is gone.
  case taken(IdempotencyRecord?)
  /// Its time could not be renewed, and others may take over; the last reason why, if any attempt was answered.
  case notRenewed(IdempotencyError?)
  /// The work took longer than its time was to be renewed.
  case limitReached
}

extension IdempotentWorkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notBegun(let error): "\(error)"
    case .failed(let error, let isReplayed): "the work failed\(isReplayed ? " when it was done" : ""): \(error)"
    case .failedUnrecorded(let error, let reason): "the work failed (\(error)) and its record is not there: \(reason)"
    case .lost(.taken(let record), let error):
      "somebody took over during the work" + (record.map { " (\($0))" } ?? "") + ": \(error)"
    case .lost(.notRenewed(let reason), let error):
      "the in-progress time could not be renewed (\(reason.map { "\($0)" } ?? "no answer")): \(error)"
    case .lost(.limitReached, let error): "the work took longer than its time was to be renewed: \(error)"
    case .overtaken(_, let record):
      "the work is done, and somebody took over meanwhile" + (record.map { " (\($0))" } ?? "")
    case .unrecorded(_, let error): "the work is done and its record is not: \(error)"
    }
  }
}
