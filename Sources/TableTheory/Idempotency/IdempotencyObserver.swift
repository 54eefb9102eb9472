internal import CoreMetrics
internal import Tracing

/// Tells of a table's requests: how many, and how they ended. It never tells a key, a payload, a result or a token.
struct IdempotencyObserver: Sendable {
  enum Event: String, CaseIterable {
    case started
    case replayed
    case inProgress = "in_progress"
    case mismatched
    case completed
    case freed
    case lost
  }

  private let table: String
  /// The handles, made once.
  private let counters: [Event: Counter]
  private let tracer: (any Tracer)?

  init(table: String, metrics: (any MetricsFactory)?, tracer: (any Tracer)?) {
    self.table = table
    self.tracer = tracer
    var counters: [Event: Counter] = [:]
    if let metrics {
      for event in Event.allCases {
        counters[event] = Counter(
          label: "tabletheory.idempotency." + event.rawValue, dimensions: [("db.collection.name", table)],
          factory: metrics)
      }
    }
    self.counters = counters
  }

  func count(_ event: Event) { counters[event]?.increment() }

  func span(_ step: String) -> StepSpan {
    StepSpan(step, table: table, prefix: "tabletheory.idempotency", tracer: tracer)
  }
}

extension StepSpan {
  func end(failed error: IdempotencyError) { fail(error.reason) }
}
