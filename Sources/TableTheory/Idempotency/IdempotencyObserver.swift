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

  func span(_ step: String) -> RequestSpan {
    RequestSpan(span: tracer?.startSpan("TableTheory." + step, ofKind: .internal), table: table)
  }
}

/// The span of one step, if anybody traces.
struct RequestSpan: Sendable {
  fileprivate let span: (any Span)?
  fileprivate let table: String

  func end(_ outcome: String) {
    guard let span else { return }
    span.updateAttributes { attributes in
      attributes["db.collection.name"] = table
      attributes["tabletheory.idempotency.outcome"] = outcome
    }
    span.end()
  }

  func end(failed error: IdempotencyError) {
    guard let span else { return }
    span.attributes["error.type"] = error.reason
    span.setStatus(SpanStatus(code: .error))
    end(error.reason)
  }

  /// Runs `work` with the span as the parent of the spans that it makes.
  func around<Value>(_ work: () async -> Value) async -> Value {
    guard let span else { return await work() }
    return await ServiceContext.$current.withValue(span.context) { await work() }
  }
}
