import DynamoDB
import Synchronization

@testable import MutableTableTheory
@testable import PageWorker
@testable import Simulate
@testable import TableTheoryTesting

/// What happened to a table that processes share: every write, in the order in which the engine carried them out, and
/// what the workers say, in its place.
///
/// The writes are the record. What a worker says is put among them by the machine's uptime, which is the same for all
/// processes: it was said after what it says, and before what follows from it, however late it is read.
final class TableHistory: Sendable {
  private struct State {
    var events: [HistoryEvent] = []
    var violations: [Violation] = []
    var requests = 0
  }

  let start: Duration
  private let time: any TimeSource
  private let state = Mutex(State())

  init(_ time: any TimeSource) {
    self.time = time
    start = time.uptime
  }

  var elapsed: Duration { time.uptime - start }

  /// All that happened so far, in its order.
  var events: [HistoryEvent] {
    let events = state.withLock { $0.events }
    // What happened in one step is one after the other in the list, with the same time.
    return events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  /// What was seen to be wrong when it happened.
  var violations: [Violation] { state.withLock { $0.violations } }

  func nextRequest() -> Int {
    state.withLock { state in
      state.requests += 1
      return state.requests
    }
  }

  /// Writes down what happens now, as one step.
  func record(_ kinds: [HistoryEvent.Kind], by worker: String) {
    state.withLock { state in
      let elapsed = elapsed
      state.events += kinds.map { HistoryEvent(time: elapsed, worker: worker, kind: $0) }
    }
  }

  func fail(_ property: String, _ message: String) {
    let violation = Violation(property, message, at: elapsed)
    state.withLock { $0.violations.append(violation) }
  }

  /// Writes down what a worker has said.
  func record(_ report: WorkerReport, by worker: String) {
    guard let note = LeaseNote(report, since: start) else { return }
    let event = HistoryEvent(time: report.uptime - start, worker: worker, kind: .note(note))
    state.withLock { $0.events.append(event) }
  }
}

extension LeaseNote {
  /// What the simulator's workers would have said.
  init?(_ report: WorkerReport, since start: Duration) {
    let now = Timestamp(sinceEpoch: report.wall)
    func term(_ lease: ReportedLease, _ asked: Duration) -> LeaseTermNote {
      LeaseTermNote(
        asked: min(Timestamp(sinceEpoch: asked), now)...now, duration: Terms.duration,
        expiresAt: Timestamp(seconds: lease.expiresAt), until: lease.deadline - start)
    }
    switch report.event {
    case .started: return nil
    case .acquired(let lease, let asked): self = .acquired(Lease(lease), term: term(lease, asked))
    case .renewed(let lease, let asked): self = .renewed(Lease(lease), term: term(lease, asked))
    case .held(let page, let owner, let expiresAt, let asked):
      self = .held(
        LeaseHolder(key: CacheKey(page), owner: owner, expiresAt: Timestamp(seconds: expiresAt), fence: nil),
        asked: Timestamp(sinceEpoch: asked), margin: Terms.margin)
    // The answer says what was true at some moment before now: a lease that was over by now may be called lost.
    case .lost(let lease, let since): self = .lost(Lease(lease), since: since - start, asked: now)
    case .releasing(let lease): self = .releasing(Lease(lease))
    case .released(let lease): self = .released(Lease(lease))
    case .publishing(let lease): self = .publishing(Lease(lease))
    case .published(let lease, let object): self = .published(Lease(lease), object: object)
    case .notPublished(let lease, .outrun, _):
      self = .notPublished(Lease(lease), .lost(CacheKey(lease.page), holder: nil))
    case .notPublished(let lease, .notCarriedOut, let reason): self = .notPublished(Lease(lease), .invalid(reason))
    case .unknown(let lease, let what): self = .unknown(Lease(lease), what)
    case .failed(let page, let reason): self = .failed(CacheKey(page), .invalid(reason))
    }
  }

  /// Which page it is about.
  var page: String? {
    switch self {
    case .acquired(let lease, _), .renewed(let lease, _), .lost(let lease, _, _), .releasing(let lease),
      .released(let lease), .publishing(let lease), .published(let lease, _), .notPublished(let lease, _),
      .unknown(let lease, _):
      lease.key.partition
    case .held(let holder, _, _): holder.key.partition
    case .failed(let key, _), .free(let key), .stuck(let key, _): key.partition
    case .crashed: nil
    }
  }
}

extension Lease {
  fileprivate init(_ report: ReportedLease) {
    self.init(
      key: CacheKey(report.page), token: report.token, fence: report.fence,
      expiresAt: Timestamp(seconds: report.expiresAt), deadline: report.deadline, publishedAt: nil)
  }
}
