import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// What is said about work under a lease that the library keeps.
enum WorkNote: HistoryNote {
  /// The work may go on until then, by the right time, as far as its lease says.
  case holds(Lease, until: Duration)
  case stopped(Lease, WorkStop)
  /// What `whenOver` was told.
  case ended(Lease, LeaseEnding)
  /// Whether the caller was told what the work came to.
  case told(Lease, agrees: Bool)
  case refused(CacheKey, LeaseError, hasRun: Bool)
  /// The process has nothing more to do: all that it began is over, and so many requests and sleeps are not.
  case quiet(underWay: Int)
}

/// How work came to its end.
struct WorkStop: Hashable, Sendable {
  var isCancelled: Bool
  /// The caller has gone, and the work with him.
  var isCallersWish: Bool
  /// The lease's time was over.
  var isOverdue: Bool
  var isAtLimit: Bool
  /// For how long it went on at most after its lease's time was over.
  var unsafe: Duration
  /// How often it looked.
  var slice: Duration
}

extension WorkNote: CustomStringConvertible {
  var description: String {
    switch self {
    case .holds(let lease, let until): "works under \(lease.token) until \(until)"
    case .stopped(let lease, let stop):
      "\(stop.isCancelled ? "is cancelled" : "is done") under \(lease.token)"
        + (stop.isCallersWish ? ", the caller has gone" : "") + (stop.isOverdue ? ", its time is over" : "")
        + (stop.isAtLimit ? ", at its limit" : "")
        + (stop.unsafe > .zero ? ", without a lease for \(stop.unsafe)" : "")
    case .ended(let lease, let ending): "\(lease.token) ended: \(ending)"
    case .told(let lease, let agrees):
      "the caller learns \(agrees ? "what" : "something else than what") \(lease.token) came to"
    case .refused(let key, let error, _): "no work on \(key): \(error)"
    case .quiet(let underWay): "is quiet" + (underWay > 0 ? ", save for \(underWay) tasks" : "")
    }
  }
}
