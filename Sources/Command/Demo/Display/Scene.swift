import DynamoDB

/// What there is to see at one moment of a run.
struct Scene: Hashable, Sendable {
  struct PageLine: Hashable, Sendable {
    enum State: Hashable, Sendable {
      case missing
      /// `part` of its time is left, from 0 to 1.
      case fresh(left: Duration, part: Double)
      case stale(for: Duration)
      case rendering(worker: Int, for: Duration)
      /// The worker that holds the lease was killed; `worker` is `nil` where it was an earlier run's.
      case orphaned(worker: Int?, left: Duration)
    }

    var name: String
    var state: State
    var generation: Int64?
    var hits: Int
    var responses: Int
  }

  struct WorkerLine: Hashable, Sendable {
    var member: Fleet.Member
    var renders: Int
    /// The page that it renders.
    var page: String?
  }

  var title: String
  var address: String
  /// From 0 to 1.
  var progress: Double
  var elapsed: Duration
  /// `nil` where nobody can tell.
  var remaining: Duration?
  /// The run goes on for a takeover.
  var isOvertime: Bool
  /// It was interrupted, and waits for what is under way.
  var isStopping = false
  var pages: [PageLine]
  var workers: [WorkerLine]
  var requests: Int
  var requestsPerSecond: Int
  var hits: Int
  var stale: Int
  var p50: Duration?
  var p99: Duration?
  var renders: Int
  var duplicateRenders: Int
  var olderAfterNewer: Int
  var refusedPublications: Int
  var takeovers: Int
  var notes: [RunHistory.Note]
}

extension Scene.PageLine {
  /// - Parameter revalidateAfter: how long a generation of this run is fresh.
  init(_ page: PageHistory, at now: Timestamp, revalidateAfter: Duration, dead: Set<Int>) {
    name = page.page
    generation = page.current?.fence
    hits = page.hits
    responses = page.responses
    state = Self.state(of: page, at: now, revalidateAfter: revalidateAfter, dead: dead)
  }

  private static func state(
    of page: PageHistory, at now: Timestamp, revalidateAfter: Duration, dead: Set<Int>
  ) -> State {
    if let open = page.open {
      let isAlive = open.worker.map { !dead.contains($0) } ?? false
      guard isAlive, let worker = open.worker else {
        return .orphaned(worker: open.worker, left: max(.zero, open.expiresAt - now))
      }
      let start = page.renders.last { $0.fence == open.fence }?.startedAt ?? now
      return .rendering(worker: worker, for: max(.zero, now - start))
    }
    guard let current = page.current else { return .missing }
    let left = current.freshUntil - now
    return left > .zero ? .fresh(left: left, part: min(1, left / revalidateAfter)) : .stale(for: .zero - left)
  }
}
