import DynamoDB
import InMemoryTracing
import MetricsTestKit
import TableTheory
import Testing
import Tracing

/// What metrics and spans tell of leases, and what they must not tell.
struct LeaseTelemetryTests {
  @Test("Metrics count what happened, and measure how long was waited and held")
  func metrics() async throws {
    let world = try await World()
    let metrics = TestMetrics()
    let (a, b) = (world.worker("a", metrics: metrics), world.worker("b"))
    let first = try await b.pages.leases.acquire("home", for: .seconds(5))
    await #expect(throws: LeaseError.self) { try await a.pages.leases.acquire("home", for: .seconds(10)) }
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10), waitingUpTo: .seconds(60))
    let waited = world.time.now - Timestamp(seconds: 1_700_000_000)
    _ = try await b.pages.leases.release(first)
    world.time.advance(by: .seconds(2))
    try await a.pages.leases.renew(lease, for: .seconds(10))
    world.time.advance(by: .seconds(1))
    try await a.pages.leases.release(lease)
    try await a.pages.leases.release(lease)
    let lost = try await a.pages.leases.acquire("home", for: .seconds(1))
    world.time.advance(by: .seconds(2))
    _ = try await b.pages.leases.acquire("home", for: .seconds(1))
    try await a.pages.leases.release(lost)

    let table = [("db.collection.name", "pages")]
    let count = { try metrics.expectCounter("tabletheory.lease." + $0, table).totalValue }
    #expect(try count("acquired") == 2)
    #expect(try count("renewed") == 1)
    #expect(try count("lost") == 1)
    #expect(try count("held") >= 2)
    #expect(try metrics.expectTimer("tabletheory.lease.wait", table).values == [waited.nanoseconds])
    #expect(
      try metrics.expectTimer("tabletheory.lease.hold", table).values
        == [Duration.seconds(3).nanoseconds, Duration.seconds(2).nanoseconds])
  }

  @Test("Spans tell the step and its outcome, the work's own are their children, and no key or token is in them")
  func spans() async throws {
    let world = try await World()
    let tracer = InMemoryTracer()
    let a = world.worker("secret-a", tracer: tracer)
    let lease = try await a.pages.leases.acquire("secret-key", for: .seconds(10))
    await #expect(throws: LeaseError.self) { try await a.pages.leases.acquire("secret-key", for: .seconds(10)) }
    try await a.pages.leases.renew(lease, for: .seconds(10))
    try await a.pages.leases.release(lease)
    a.client.script("UpdateItem", [.error(.throttled("secret-message"))])
    await #expect(throws: LeaseError.self) { try await a.pages.leases.acquire("secret-key", for: .seconds(10)) }
    try await world.engine.deleteItem(["pk": "CACHE#secret-key", "sk": "LOCK"], from: "pages")
    let stepped = try await World(stepped: true)
    let b = stepped.worker("secret-b", tracer: tracer)
    try await b.pages.leases.withLease(on: "secret-key", for: .seconds(10)) { _ in
      tracer.startSpan("work").end()
    }
    let spans = tracer.finishedSpans
    #expect(
      spans.map { "\($0.operationName) \($0.attributes["tabletheory.lease.outcome"].map { "\($0)" } ?? "")" }.map {
        $0.replacing("string(", with: "").replacing(")", with: "").replacing("\"", with: "")
      } == [
        "TableTheory.acquire acquired", "TableTheory.acquire held", "TableTheory.renew renewed",
        "TableTheory.release released", "TableTheory.acquire throttled", "TableTheory.acquire acquired", "work ",
        "TableTheory.release released", "TableTheory.hold released",
      ])
    #expect(spans[6].parentSpanID == spans[8].spanContext.spanID)
    #expect(!spans.contains { "\($0)".contains("secret") })
  }
}

extension Duration {
  fileprivate var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
