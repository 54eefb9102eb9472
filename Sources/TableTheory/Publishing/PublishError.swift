public import DynamoDB

/// Why a publication did not happen, a case for each thing a caller would do differently.
public enum PublishError: Error, Hashable, Sendable {
  /// The lease was over when the publication arrived: somebody else's, with `holder`, or expired with nobody in its place.
  /// Drop the work; an expired one that nobody took may be renewed, and then publishes.
  case lost(CacheKey, holder: LeaseHolder?)

  /// A publication under a later lease is there already. `current` is its fence.
  case stale(CacheKey, current: Int64?)

  /// The current entry is not the one that the caller's ``PublishGuard`` names.
  case guardFailed(CacheKey, current: CacheEntry?)

  /// The request whose record was to be completed is not ours any more: somebody took it over, and their record stands, or
  /// it has ended. The lease is still ours.
  case requestLost(IdempotencyKey, IdempotencyRecord?)

  /// The page was published under this lease before, and the request's record was not completed with it, or not by this
  /// completion. Nothing was written; the lease is over. Where the claim has time left, complete it by itself
  /// (``IdempotencyStore/complete(_:)``), or fail it.
  case requestNotCompleted(CacheKey, IdempotencyKey)

  /// No answer came, and META does not show this publication (or could not be read): it may be published or not.
  /// Publishing again under the same lease is safe, and says so where it was published.
  case outcomeUnknown(CacheKey)

  /// The table is throttled, or other transactions are at work on the page; nothing was published. Try again.
  case throttled(CacheKey)

  /// The publication is wrong: what, and what would be right.
  case invalid(String)

  /// The table could not be asked, or refused the request itself.
  case unavailable(CacheKey, DynamoDBError)
}

extension PublishError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .lost(let key, let holder):
      "\(key) was not published: its lease is lost" + (holder.map { " to \($0.owner ?? "somebody")" } ?? "")
    case .stale(let key, let current):
      "\(key) was not published: a later publication is there" + (current.map { ", with fence \($0)" } ?? "")
    case .guardFailed(let key, let current):
      "\(key) was not published: its entry is another one" + (current?.version.map { ", version \($0)" } ?? "")
    case .requestLost(let key, let record):
      "nothing was published: \(key) is not ours any more" + (record.map { ", and is \($0.state)" } ?? "")
    case .requestNotCompleted(let key, let request):
      "\(key) was published before under this lease, and not with this completion of \(request)"
    case .outcomeUnknown(let key): "no answer came for the publication of \(key): it may be published or not"
    case .throttled(let key): "\(key) was not published: the table is throttled or the page is being written"
    case .invalid(let message): message
    case .unavailable(let key, let error): "\(key) was not published: \(error)"
    }
  }
}
