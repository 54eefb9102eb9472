import AWSDynamoDB
import CoreMetrics
import DynamoDB
import InMemoryLogging
import InMemoryTracing
import Logging
import MetricsTestKit
import Testing
import Tracing

@Suite("A client's work is seen from outside, and nothing of what it carries")
struct ObservabilityTests {
  /// A client on a script, and what was heard of it.
  private struct Heard {
    let metrics = TestMetrics()
    let tracer = InMemoryTracer()
    let log: InMemoryLogHandler

    init() {
      var log = InMemoryLogHandler()
      log.logLevel = .trace
      self.log = log
    }

    func client(_ transport: StubTransport, time: ManualTime = ManualTime()) throws -> AWSDynamoDBClient {
      var configuration = AWSDynamoDBClient.Configuration(
        region: try Region("eu-west-1"),
        credentials: StaticCredentials(
          accessKeyID: "AKIDEXAMPLE", secretAccessKey: "sEcReT", sessionToken: "t0ken+value=="), time: time)
      configuration.jitter = { 1 }
      configuration.observability = Observability(
        logger: Logger(label: "test") { _ in log }, metrics: metrics, tracer: tracer)
      return AWSDynamoDBClient(configuration, transport: transport)
    }

    /// All that was heard, as text.
    var everything: String {
      let spans = tracer.finishedSpans.map { "\($0.operationName) \($0.attributes) \($0.events) \($0.errors)" }
      let metrics =
        metrics.timers.map { "\($0.label) \($0.dimensions)" } + metrics.counters.map { "\($0.label) \($0.dimensions)" }
      return "\(spans) \(metrics) \(log.entries)"
    }
  }

  private static let capacity = #""ConsumedCapacity":{"TableName":"pages","CapacityUnits":2.0}"#

  @Test("A span after OpenTelemetry's conventions, with the table, the cost, the request's id and the repetitions")
  func span() async throws {
    let heard = Heard()
    var answer = try StubTransport.Reply.answer(200, "{\(Self.capacity)}").get()
    answer.headers.append(HTTPHeader("x-amzn-RequestId", "REQUEST1"))
    let client = try heard.client(StubTransport(.throttled, .success(answer)))
    _ = try await client.send(GetItem(table: "pages", key: Sample.key, returnConsumedCapacity: .total))

    let span = try #require(heard.tracer.finishedSpans.first)
    #expect(heard.tracer.finishedSpans.count == 1)
    #expect(heard.tracer.activeSpans.isEmpty)
    #expect(span.operationName == "DynamoDB.GetItem")
    #expect(span.kind == .client)
    let expected: [String: SpanAttribute] = [
      "rpc.system": "aws-api", "rpc.service": "DynamoDB", "rpc.method": "GetItem", "db.system.name": "aws.dynamodb",
      "db.operation.name": "GetItem", "db.collection.name": "pages", "aws.request_id": "REQUEST1",
      "aws.dynamodb.table_names": .stringArray(["pages"]),
      "aws.dynamodb.consumed_capacity": .stringArray([#"{"TableName":"pages","CapacityUnits":2.0}"#]),
      "server.address": "dynamodb.eu-west-1.amazonaws.com", "server.port": 443, "http.request.resend_count": 1,
    ]
    for (name, value) in expected { #expect(span.attributes.get(name) == value, "\(name)") }
    #expect(span.attributes.count == expected.count)
    #expect(span.events.map(\.name) == ["retry"])
    #expect(span.events.first?.attributes.get("retry.reason") == "ThrottlingException")
  }

  @Test("Durations, repetitions and costs are counted by operation, table and reason")
  func metrics() async throws {
    let heard = Heard()
    let time = ManualTime()
    let transport = StubTransport(.throttled, .answer(200, "{\(Self.capacity)}"), .conditionFailed) { _ in
      time.advance(by: .milliseconds(10))
    }
    let client = try heard.client(transport, time: time)
    _ = try await client.send(GetItem(table: "pages", key: Sample.key))
    await #expect(throws: DynamoDBError.self) { try await client.send(Sample.conditionalPut) }

    let common = [("db.system.name", "aws.dynamodb")]
    let read = common + [("db.operation.name", "GetItem")]
    let timer = try heard.metrics.expectTimer(
      "db.client.operation.duration", read + [("db.collection.name", "pages"), ("error.type", "")])
    // Two attempts of 10 ms each and the pause of 25 ms between them.
    #expect(timer.values == [45_000_000])
    let failed = try heard.metrics.expectTimer(
      "db.client.operation.duration",
      common + [
        ("db.operation.name", "PutItem"), ("db.collection.name", "t"),
        ("error.type", "ConditionalCheckFailedException"),
      ])
    #expect(failed.values == [10_000_000])
    let retries = try heard.metrics.expectCounter(
      "tabletheory.client.retries", read + [("retry.reason", "ThrottlingException")])
    #expect(retries.totalValue == 1)
    let units = try heard.metrics.expectCounter(
      "tabletheory.client.consumed_capacity", read + [("db.collection.name", "pages")])
    #expect(units.totalValue == 2)
  }

  @Test("The log has the retry with its reason, and how the operation ended")
  func log() async throws {
    let heard = Heard()
    let client = try heard.client(StubTransport(.lost, .answer(200, "{}"), .error("AccessDeniedException")))
    _ = try await client.send(Sample.get)
    await #expect(throws: DynamoDBError.self) { try await client.send(Sample.get) }
    let entries = heard.log.entries
    #expect(entries.map(\.level) == [.debug, .trace, .debug])
    #expect(entries[0].metadata["retry.reason"] == "answer_lost")
    #expect(entries[1].metadata["http.request.resend_count"] == "1")
    #expect(entries[2].metadata["error.type"] == "AccessDeniedException")
  }

  @Test("No credential, token, key, value or message of the service's is in any of it")
  func secrecy() async throws {
    let heard = Heard()
    let secret = "sixteen-sheep"
    let item: Item = ["pk": .string(secret), "body": .string(secret)]
    let refused = StubTransport.Reply.error(
      "ConditionalCheckFailedException", #""message":"\#(secret)","Item":{"pk":{"S":"\#(secret)"}}"#)
    let invalid = StubTransport.Reply.error("ValidationException", #""message":"the value \#(secret) is wrong""#)
    let foreign = StubTransport.Reply.error(secret, status: 500, #""message":"\#(secret)""#)
    let client = try heard.client(
      StubTransport(
        refused, invalid, foreign, .failure(.answerLost(secret)), .answer(200, #"{"Item":{"a":{"S":"\#(secret)"}}}"#)))
    for _ in 0..<2 {
      await #expect(throws: DynamoDBError.self) {
        try await client.send(PutItem(table: "t", item: item, condition: DocumentPath("pk").doesNotExist))
      }
    }
    _ = try await client.send(GetItem(table: "t", key: ["pk": .string(secret)]))
    let everything = heard.everything
    for word in [secret, "sEcReT", "t0ken", "AKIDEXAMPLE"] {
      #expect(!everything.contains(word), "\(word): \(everything)")
    }
    #expect(heard.metrics.timers.count == 3)
  }

  @Test("A metric has the same dimensions, whatever happens: some backends stop the process otherwise")
  func sameDimensions() async throws {
    let heard = Heard()
    let client = try heard.client(
      StubTransport(.lost, .answer(200, "{\(Self.capacity)}"), .conditionFailed, .answer(200, "{}")))
    _ = try await client.send(Sample.get)
    await #expect(throws: DynamoDBError.self) { try await client.send(Sample.conditionalPut) }
    _ = try await client.send(ListTables())
    _ = try await client.send(Sample.batchGet)
    let handles =
      heard.metrics.timers.map { ($0.label, $0.dimensions) } + heard.metrics.counters.map { ($0.label, $0.dimensions) }
    for (_, dimensions) in Dictionary(grouping: handles, by: \.0) {
      #expect(Set(dimensions.map { $0.1.map(\.0) }).count == 1)
    }
    #expect(heard.metrics.timers.count == 4)
  }

  @Test("However many tables and errors there are, there are few dimensions")
  func boundedDimensions() async throws {
    let heard = Heard()
    for number in 0..<300 {
      let client = heard
      let transport = StubTransport(.error("Strange\(number)"))
      await #expect(throws: DynamoDBError.self) { try await client.client(transport).send(Sample.get) }
    }
    let strange = try heard.client(StubTransport(.answer(200, "{}")))
    for number in 0..<300 { _ = try await strange.send(GetItem(table: "t\(number)", key: Sample.key)) }
    #expect(heard.metrics.timers.count <= 102)
  }

  @Test("A process that has bootstrapped nothing pays for nothing")
  func nothing() {
    let observability = Observability.bootstrapped
    #expect(observability.logger == nil)
    #expect(observability.metrics == nil)
    #expect(observability.tracer == nil)
  }
}
