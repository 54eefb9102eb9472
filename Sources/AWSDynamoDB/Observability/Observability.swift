public import CoreMetrics
public import Logging
public import Tracing

/// Where a client tells of its work: a log, metrics and spans, each of them optional.
///
/// What is told names operations, tables, error codes, costs and times. It never holds a credential, a token, a key
/// or an item's value, and so no message of the service's either, which may quote one.
///
/// | where | what |
/// | --- | --- |
/// | log, `debug` | a retry, with its reason and pause; an operation that failed, with its code |
/// | log, `trace` | an operation that succeeded |
/// | metric `db.client.operation.duration` | a timer: all attempts and pauses of an operation |
/// | metric `tabletheory.client.retries` | a counter of attempts after the first, by reason |
/// | metric `tabletheory.client.consumed_capacity` | read and write units, where answers tell them |
/// | span `DynamoDB.GetItem` | one for each operation, with an event for each retry |
///
/// Names and attributes follow OpenTelemetry where it has a word.
///
/// Source: *OpenTelemetry semantic conventions*, "AWS DynamoDB", "AWS SDK" and "Database client metrics".
public struct Observability: Sendable {
  /// Takes what the client logs. A library makes no logger of its own: without one it is silent.
  public var logger: Logger?
  /// Makes the metrics.
  public var metrics: (any MetricsFactory)?
  /// Makes the spans, as children of the task's own.
  public var tracer: (any Tracer)?

  /// Only what is given is told to.
  public init(logger: Logger? = nil, metrics: (any MetricsFactory)? = nil, tracer: (any Tracer)? = nil) {
    self.logger = logger
    self.metrics = metrics
    self.tracer = tracer
  }

  /// Tells nothing, at no cost.
  public static var none: Observability { Observability() }

  /// Metrics and spans as the process has bootstrapped them by now (`MetricsSystem`, `InstrumentationSystem`), and
  /// no log. What is bootstrapped later is not seen: bootstrap before the first client is made.
  public static var bootstrapped: Observability {
    let metrics = MetricsSystem.factory
    let tracer = InstrumentationSystem.tracer
    return Observability(
      metrics: metrics is NOOPMetricsHandler ? nil : metrics, tracer: tracer is NoOpTracer ? nil : tracer)
  }
}
