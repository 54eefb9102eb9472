public import DynamoDB

/// Why a lease operation did not do what was asked, a case for each thing a caller would do differently.
public enum LeaseError: Error, Hashable, Sendable {
  /// Somebody else has the lease: serve what is there, or come back when it expires.
  case held(LeaseHolder)

  /// The lease is no longer ours: stop, and publish nothing. `holder` is who took it, if the row names anybody.
  case lost(CacheKey, holder: LeaseHolder?)

  /// No answer came back, several times: the request may have been carried out or not.
  /// ``UnknownLeaseOutcome/resolve()`` finds out, with the same token; a new acquisition has a new one, so it may find
  /// the lease held by the unanswered one until that expires.
  case outcomeUnknown(UnknownLeaseOutcome)

  /// The table is throttled, or a transaction is at work on the row; nothing was changed. Come back later.
  case throttled(CacheKey)

  /// The arguments are wrong: what, and what would be right.
  case invalid(String)

  /// The table could not be asked, or refused the request itself.
  case unavailable(CacheKey, DynamoDBError)
}

extension LeaseError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .held(let holder):
      "the lease on \(holder.key) is held by \(holder.owner ?? "somebody") "
        + "until \(holder.expiresAt)"
    case .lost(let key, let holder):
      "the lease on \(key) is lost" + (holder.map { " to \($0.owner ?? "somebody")" } ?? "")
    case .outcomeUnknown(let unknown): "no answer came to \(unknown): it may be carried out or not; resolve() tells"
    case .throttled(let key): "the table is throttled or \(key) is being written; nothing was changed"
    case .invalid(let message): message
    case .unavailable(let key, let error): "the lease on \(key) could not be asked for: \(error)"
    }
  }
}

extension LeaseError {
  /// What an error of the table means, where it is not the operation's own outcome.
  init(_ error: DynamoDBError, on key: CacheKey, unknown: UnknownLeaseOutcome? = nil) {
    self =
      switch error {
      case .throttled, .transactionConflict, .transactionInProgress: .throttled(key)
      case .outcomeUnknown: unknown.map { .outcomeUnknown($0) } ?? .unavailable(key, error)
      default: .unavailable(key, error)
      }
  }
}
