import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// What is said about calls for pages.
enum PageNote: HistoryNote {
  /// A page is being made under a lease that lasts, as far as it says, until then by the right time.
  case renders(Lease, until: Duration, now: Timestamp)
  case gaveUp(Lease)
  case rendered(Lease, object: String)
  case served(Page, Call)
  /// With an error that its caller knows what to do about, or not.
  case notServed(CacheKey, Render?, any Error, isTyped: Bool)

  /// A call's own render, if it made one.
  struct Render: Hashable, Sendable {
    var lease: Lease
    var start: Duration
    /// What it made, when, and until when its lease lasted by then; by the right time.
    var object: String?
    var end: Duration?
    var until: Duration?
  }

  /// What a call was like.
  struct Call: Sendable {
    var render: Render?
    /// What the worker's wall clock said when it was over.
    var now: Timestamp
    var start: Duration
    var waiting: Duration
    /// Whether the caller has gone before that.
    var hasGone: Bool
  }

  var description: String {
    switch self {
    case .renders(let lease, let until, _):
      "makes \(lease.key) under \(lease.token), fence \(lease.fence), until \(until)"
    case .gaveUp(let lease): "does not make it under \(lease.token)"
    case .rendered(_, let object): "has made \(object)"
    case .served(let page, _): "serves \(page.entry.objectKey): \(page.source)"
    case .notServed(let key, _, let error, _): "serves nothing for \(key): \(error)"
    }
  }
}
