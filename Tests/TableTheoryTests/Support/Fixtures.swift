import CoreMetrics
import DynamoDB
import EmbeddedDynamoDB
import Synchronization
import TableTheory
import Testing
import Tracing

/// Tokens that a test can foresee: `worker-1`, `worker-2` ...
final class CountedTokens: TokenSource {
  private let prefix: String
  private let count = Mutex(0)

  init(_ prefix: String) { self.prefix = prefix }

  func next() -> String {
    count.withLock { count in
      count += 1
      return "\(prefix)-\(count)"
    }
  }
}

/// A table in memory, and workers on it who share its clock.
struct World {
  let time: ManualTime
  let engine: EmbeddedDynamoDB

  /// - Parameter stepped: only the test moves the clock: who sleeps on it waits for that.
  init(stepped: Bool = false) async throws {
    time = ManualTime(isStepped: stepped)
    engine = EmbeddedDynamoDB(time: time)
    try await CacheTable("pages", on: engine, time: time).createIfMissing()
  }

  /// A worker of the given name, with a client of its own that can be made to fail.
  func worker(
    _ name: String, clockSkew: Duration = .zero, tokens: String? = nil, metrics: (any MetricsFactory)? = nil,
    tracer: (any Tracer)? = nil, layout: CacheLayout = .interoperable,
    configuration pageConfiguration: CacheTable.Configuration = .init()
  ) -> (pages: CacheTable, client: FaultyClient) {
    let client = FaultyClient(engine)
    let configuration = LeaseManager.Configuration(
      owner: name, clockSkew: clockSkew, polling: Polling(jitter: { 0.5 }), metrics: metrics, tracer: tracer)
    let pages = CacheTable(
      "pages", on: client, layout: layout, configuration: pageConfiguration, leases: configuration, time: time,
      tokens: CountedTokens(tokens ?? name))
    return (pages, client)
  }

  func row(_ key: CacheKey, _ sort: String) async throws -> Item? {
    try await engine.getItem(["pk": .string(key.partition), "sk": .string(sort)], from: "pages")
  }

  func put(_ key: CacheKey, _ sort: String, _ attributes: Item) async throws {
    var item = attributes
    item["pk"] = .string(key.partition)
    item["sk"] = .string(sort)
    try await engine.putItem(item, into: "pages")
  }
}

/// Lets the other tasks run until something is the case; it is a failure where that never comes.
func eventually(_ what: Comment, _ condition: () async throws -> Bool) async rethrows {
  for _ in 0..<50_000 {
    if try await condition() { return }
    await Task.yield()
  }
  Issue.record(what)
}

/// What a body waits for until the test opens it, or its task is cancelled.
struct Gate: Sendable {
  private let stream: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func open() { continuation.finish() }

  /// - Throws: `CancellationError` where the task was cancelled first.
  func wait() async throws(CancellationError) {
    for await _ in stream {}
    if Task.isCancelled { throw CancellationError() }
  }
}
