public import DynamoDB

/// What the table knows of a request.
public struct IdempotencyRecord: Hashable, Sendable {
  public enum State: Hashable, Sendable {
    /// Somebody is at work, or has died at it.
    case started
    case completed
    /// The work failed: whoever asks next does it again.
    case failed
  }

  public let key: IdempotencyKey
  public let state: State
  /// The payload's hash; `nil` on a row that has none.
  public let payloadHash: String?
  /// Until when nobody else may begin, while it is started; `nil` where the row does not say.
  public let inProgressUntil: Timestamp?
  /// Until when the record counts; `nil` where the row does not say.
  public let expiresAt: Timestamp?

  let result: RecordedResult

  /// Whether a completed record's result is an error to throw again.
  public var isError: Bool { result.isError }

  /// Whether there is a result that can be replayed.
  public var hasResult: Bool { result.place != .none }

  /// Under which name a ``BodyStore`` has the result, if one has it.
  public var resultObjectKey: String? {
    if case .object(let name) = result.place { name } else { nil }
  }
}

extension IdempotencyRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The record without its result, which belongs to whoever asked.
  public var description: String {
    let until = state == .started ? inProgressUntil.map { " until \($0)" } : expiresAt.map { ", kept until \($0)" }
    return "\(key): \(state)\(until ?? "")"
  }

  public var debugDescription: String { description }

  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// Who is at work on a request, as far as it matters.
public struct IdempotencyHolder: Hashable, Sendable {
  public let key: IdempotencyKey
  /// When the work may be taken over, where it is not completed before. `nil` where the row does not say, which only
  /// ``IdempotencyStore/forget(_:evenInProgress:)`` tells of: whoever begins gives it a time.
  public let until: Timestamp?
}

/// What became of an attempt to begin a request's work.
public enum IdempotencyAttempt: Hashable, Sendable {
  /// The work is ours: do it, and complete or fail it.
  case started(IdempotencyClaim)
  /// It is done already. ``IdempotencyStore/result(of:as:)`` is its result.
  case completed(IdempotencyRecord)
  /// Somebody is at it.
  case inProgress(IdempotencyHolder)
}

/// What became of giving a request up.
public enum IdempotencyRelease: Hashable, Sendable {
  /// The next one may begin at once.
  case freed
  /// It had been completed with the same claim, in a transaction say.
  case completed
  /// It is somebody else's by now; nothing of theirs was touched.
  case lost(IdempotencyRecord?)
}
