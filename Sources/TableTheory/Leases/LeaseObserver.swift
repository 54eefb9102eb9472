internal import CoreMetrics
internal import Tracing

/// Tells of a table's leases: how many, how long, and how they ended. It never tells a key, an owner or a token.
struct LeaseObserver: Sendable {
  /// The handles, made once.
  private struct Metrics: Sendable {
    let acquired: Counter
    let held: Counter
    let renewed: Counter
    let lost: Counter
    let wait: Timer
    let hold: Timer

    init(_ factory: any MetricsFactory, table: String) {
      let dimensions = [("db.collection.name", table)]
      acquired = Counter(label: "tabletheory.lease.acquired", dimensions: dimensions, factory: factory)
      held = Counter(label: "tabletheory.lease.held", dimensions: dimensions, factory: factory)
      renewed = Counter(label: "tabletheory.lease.renewed", dimensions: dimensions, factory: factory)
      lost = Counter(label: "tabletheory.lease.lost", dimensions: dimensions, factory: factory)
      wait = Timer(label: "tabletheory.lease.wait", dimensions: dimensions, factory: factory)
      hold = Timer(label: "tabletheory.lease.hold", dimensions: dimensions, factory: factory)
    }
  }

  private let table: String
  private let metrics: Metrics?
  private let tracer: (any Tracer)?

  init(table: String, metrics: (any MetricsFactory)?, tracer: (any Tracer)?) {
    self.table = table
    self.metrics = metrics.map { Metrics($0, table: table) }
    self.tracer = tracer
  }

  func acquired() { metrics?.acquired.increment() }
  /// An attempt found the lease in somebody else's hands.
  func refused() { metrics?.held.increment() }
  func renewed() { metrics?.renewed.increment() }
  func lost() { metrics?.lost.increment() }
  func waited(_ duration: Duration) { metrics?.wait.recordSeconds(duration / .seconds(1)) }
  func held(for duration: Duration) { metrics?.hold.recordSeconds(duration / .seconds(1)) }

  func span(_ step: String) -> StepSpan {
    StepSpan(step, table: table, prefix: "tabletheory.lease", tracer: tracer)
  }
}

extension StepSpan {
  func end(failed error: LeaseError) { fail(error.reason) }
}

extension LeaseError {
  /// The error in a word.
  fileprivate var reason: String {
    switch self {
    case .held: "held"
    case .lost: "lost"
    case .outcomeUnknown: "outcome_unknown"
    case .throttled: "throttled"
    case .invalid: "invalid"
    case .unavailable: "unavailable"
    }
  }
}
