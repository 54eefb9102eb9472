import DynamoDB
import TableTheory
import TableTheoryTesting

/// What a worker of the lease scenario says: what it asks for, and what it was told.
enum LeaseNote: HistoryNote {
  /// The lease is ours, until `until` by the right time as far as the holder can know.
  case acquired(Lease, asked: Timestamp, duration: Duration, until: Duration)
  case held(LeaseHolder, asked: Timestamp, margin: Duration)
  case renewed(Lease, asked: Timestamp, duration: Duration, until: Duration)
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

extension LeaseNote: CustomStringConvertible {
  var description: String {
    switch self {
    case .acquired(let lease, _, _, let until): "acquired \(lease), holds it until \(until)"
    case .held(let holder, _, _): "held by \(holder.owner ?? "somebody") until \(holder.expiresAt)"
    case .renewed(let lease, _, _, let until): "renewed \(lease), holds it until \(until)"
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
