public import DynamoDB

/// Why an idempotent request was not begun, completed or replayed, a case for each thing a caller would do differently.
public enum IdempotencyError: Error, Hashable, Sendable {
  /// Somebody is at work on it: come back when their time is over, or wait.
  case inProgress(IdempotencyHolder)

  /// The key was used for another payload. Nothing was written and no work was done. `stored` and `given` are the
  /// beginnings of both hashes.
  case mismatch(IdempotencyKey, stored: String, given: String)

  /// The claim is no longer ours: somebody took over when its time was up, and their record stands. What was done under
  /// the claim has been done, and may be done twice.
  case lost(IdempotencyKey, IdempotencyRecord?)

  /// The work is done, says a row that cannot be compared with this payload or whose result cannot be read; why, in words.
  /// It is not done again before the record expires, at `until`, or somebody forgets it.
  case unreadable(IdempotencyKey, until: Timestamp?, String)

  /// The work is done and its result is kept outside the table, in a store that could not be asked just now: try later.
  case resultUnavailable(IdempotencyKey, BodyStoreError)

  /// No answer came back, several times: the request may have been carried out or not.
  /// ``UnknownRequestOutcome/resolve()`` finds out.
  case outcomeUnknown(UnknownRequestOutcome)

  /// An action that was to be made together with the completion was refused. Nothing was written; the reasons of the
  /// actions, in their order.
  case refused(IdempotencyKey, [CancellationReason])

  /// The table is throttled, or a transaction is at work on the row; nothing was changed. Come back later.
  case throttled(IdempotencyKey)

  /// The arguments are wrong: what, and what would be right.
  case invalid(String)

  /// The table could not be asked, or refused the request itself.
  case unavailable(IdempotencyKey, DynamoDBError)
}

extension IdempotencyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .inProgress(let holder):
      "\(holder.key) is in progress, "
        + (holder.until.map { "until \($0) at most" }
          ?? "and its row does not say until when: whoever asks for the work next gives it a time")
    case .mismatch(let key, let stored, let given):
      "\(key) was used with another payload: it has \(stored)…, this one \(given)…; nothing was done"
    case .lost(let key, let record):
      "\(key) was taken over" + (record.map { " and is \($0.state)" } ?? "") + ": its work may be done twice"
    case .unreadable(let key, let until, let reason):
      "\(key) is done and cannot be replayed\(until.map { " before \($0)" } ?? ""): \(reason)"
    case .resultUnavailable(let key, let error): "\(key) is done, and its result cannot be had just now: \(error)"
    case .outcomeUnknown(let unknown): "no answer came to \(unknown): it may be carried out or not; resolve() tells"
    case .refused(let key, let reasons):
      "\(key) was not completed, because of what was to be done with it: "
        + reasons.map { $0.code.rawValue }.joined(separator: ", ")
    case .throttled(let key): "the table is throttled or \(key) is being written; nothing was changed"
    case .invalid(let message): message
    case .unavailable(let key, let error): "the table could not be asked for \(key): \(error)"
    }
  }
}

extension IdempotencyError {
  /// What an error of the table means, where it is not the operation's own outcome.
  init(_ error: DynamoDBError, on key: IdempotencyKey, unknown: UnknownRequestOutcome? = nil) {
    self =
      switch error {
      case .throttled, .transactionConflict, .transactionInProgress: .throttled(key)
      case .outcomeUnknown: unknown.map { .outcomeUnknown($0) } ?? .unavailable(key, error)
      default: .unavailable(key, error)
      }
  }

  /// The error in a word.
  var reason: String {
    switch self {
    case .inProgress: "in_progress"
    case .mismatch: "mismatch"
    case .lost: "lost"
    case .unreadable: "unreadable"
    case .resultUnavailable: "result_unavailable"
    case .outcomeUnknown: "outcome_unknown"
    case .refused: "refused"
    case .throttled: "throttled"
    case .invalid: "invalid"
    case .unavailable: "unavailable"
    }
  }
}
