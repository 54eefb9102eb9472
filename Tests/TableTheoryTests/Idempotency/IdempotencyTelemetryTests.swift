import DynamoDB
import InMemoryTracing
import MetricsTestKit
import TableTheory
import Testing
import Tracing

struct IdempotencyTelemetryTests {
  @Test("Metrics count what happened, spans tell step and outcome, and neither a key, a token or a payload")
  func told() async throws {
    let world = try await World(stepped: true)
    let (metrics, tracer) = (TestMetrics(), InMemoryTracer())
    let a = world.requests("secret", metrics: metrics, tracer: tracer)
    let key = IdempotencyKey("secret-key", on: "secret-page")
    let claim = try await a.store.started(key)
    _ = try await a.store.begin(key, payload: .order)
    await #expect(throws: IdempotencyError.self) { try await a.store.begin(key, payload: .other) }
    try await a.store.renew(claim, for: .seconds(20))
    try await a.store.complete(claim, with: "secret-result")
    _ = try await a.store.perform(key, payload: .order) { _ in "" }
    let other = try await a.store.started(.order)
    try await a.store.fail(other)
    await #expect(throws: IdempotencyError.self) { try await a.store.complete(other, with: 1) }
    let lost = try await a.store.started(.order)
    try await a.store.forget(.order, evenInProgress: true)
    await #expect(throws: IdempotencyError.self) { try await a.store.complete(lost, with: 1) }
    _ = try await a.store.perform(.order, payload: .order) { _ in
      tracer.startSpan("work's own").end()
      return 1
    }
    let count = {
      try metrics.expectCounter("tabletheory.idempotency." + $0, [("db.collection.name", "pages")]).totalValue
    }
    #expect(try count("started") == 4)
    #expect(try count("in_progress") == 1)
    #expect(try count("mismatched") == 1)
    #expect(try count("completed") == 2)
    #expect(try count("replayed") == 1)
    #expect(try count("freed") == 1)
    #expect(try count("lost") == 1)
    let spans = tracer.finishedSpans
    #expect(spans.contains { $0.operationName == "TableTheory.begin" })
    let own = try #require(spans.first { $0.operationName == "work's own" })
    #expect(spans.first { $0.operationName == "TableTheory.work" }?.spanContext.spanID == own.parentSpanID)
    for span in spans { #expect(!"\(span.operationName) \(span.attributes)".contains("secret")) }
  }
}
