import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// What a worker of the lease scenario says: what it asks for, and what it was told.
enum LeaseNote: HistoryNote {
  /// The lease is ours, until `until` by the right time as far as the holder can know. What the lease says of itself
  /// changes with its next renewal, so that the term it has now is noted beside it.
  case acquired(Lease, term: LeaseTermNote)
  case held(LeaseHolder, asked: Timestamp, margin: Duration)
  case renewed(Lease, term: LeaseTermNote)
  /// Since `since`, by the right time, a call has been under way that said in the end that the lease is lost.
  case lost(Lease, since: Duration, asked: Timestamp)
  case releasing(Lease)
  case released(Lease)
  case publishing(Lease)
  case published(Lease, object: String)
  /// Definitely not, says the library.
  case notPublished(Lease, PublishError)
  case unknown(Lease, String)
  case failed(CacheKey, LeaseError)
  case crashed
  /// Nobody should hold the key any more, says the inspector, and asks for it.
  case free(CacheKey)
  case stuck(CacheKey, String)
}

/// What a lease was asked for, and what it got.
struct LeaseTermNote: Hashable, Sendable, CustomStringConvertible {
  /// When it was asked for, by the asking worker's clock, as exactly as that is known.
  var asked: ClosedRange<Timestamp>
  var duration: Duration
  var expiresAt: Timestamp
  /// By the right time.
  var until: Duration

  var description: String { "until \(expiresAt), holds it until \(until)" }
}

extension LeaseNote: CustomStringConvertible {
  var description: String {
    switch self {
    case .acquired(let lease, let term): "acquired \(lease.key), fence \(lease.fence), \(term)"
    case .held(let holder, _, _): "held by \(holder.owner ?? "somebody") until \(holder.expiresAt)"
    case .renewed(let lease, let term): "renewed \(lease.key), fence \(lease.fence), \(term)"
    case .lost(let lease, _, _): "lost \(lease)"
    case .releasing(let lease): "gives back \(lease)"
    case .released(let lease): "gave back \(lease)"
    case .publishing(let lease): "publishes under \(lease)"
    case .published(let lease, let object): "published \(object) under \(lease)"
    case .notPublished(let lease, let error): "did not publish under \(lease): \(error)"
    case .unknown(let lease, let what): "does not know about its \(what) of \(lease)"
    case .failed(let key, let error): "could not ask for \(key): \(error)"
    case .crashed: "is gone"
    case .free(let key): "got \(key) in the end"
    case .stuck(let key, let why): "cannot get \(key) in the end: \(why)"
    }
  }
}
