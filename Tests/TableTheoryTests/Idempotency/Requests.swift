import CoreMetrics
import DynamoDB
import EmbeddedDynamoDB
import Synchronization
import TableTheory
import Testing
import Tracing

extension World {
  /// A worker's store of requests, with a client of its own that can be made to fail. It remembers nothing, unless told.
  func requests(
    _ name: String, results: (any BodyStore)? = nil, look: IdempotencyStore.Look = .write, remembered: Int = 0,
    clockSkew: Duration = .zero, metrics: (any MetricsFactory)? = nil, tracer: (any Tracer)? = nil
  ) -> (store: IdempotencyStore, client: FaultyClient) {
    let client = FaultyClient(engine)
    let store = IdempotencyStore(
      table: "pages", on: client, results: results,
      configuration: .init(
        inProgressFor: .seconds(10), retainFor: .seconds(3600), clockSkew: clockSkew, look: look,
        polling: Polling(jitter: { 0.5 }), rememberedResults: remembered, metrics: metrics, tracer: tracer),
      time: time, tokens: CountedTokens(name))
    return (store, client)
  }

  func row(_ key: IdempotencyKey) async throws -> Item? { try await row(key.partition, "REQ#" + key.id) }

  func put(_ key: IdempotencyKey, _ attributes: Item) async throws {
    try await put(key.partition, "REQ#" + key.id, attributes)
  }
}

extension IdempotencyStore {
  /// Begins what nobody has begun.
  func started(
    _ key: IdempotencyKey, payload: IdempotencyPayload = .order, inProgressFor: Duration? = nil
  ) async throws -> IdempotencyClaim {
    guard case .started(let claim) = try await begin(key, payload: payload, inProgressFor: inProgressFor) else {
      throw NotStarted()
    }
    return claim
  }

  struct NotStarted: Error {}
}

extension IdempotencyKey {
  static let order = IdempotencyKey("1", on: "orders")
}

extension IdempotencyPayload {
  static let order = IdempotencyPayload(bytes: Array("order".utf8))
  static let other = IdempotencyPayload(bytes: Array("other".utf8))
}

/// How often something was done.
final class Effects: Sendable {
  private let state = Mutex(0)
  var count: Int { state.withLock { $0 } }

  @discardableResult
  func happen() -> Int {
    state.withLock { count in
      count += 1
      return count
    }
  }
}

/// A store of large results that can be down.
final class MemoryResults: BodyStore {
  private let bodies: MemoryBodyStore
  private let isDown = Mutex(false)

  init(time: any TimeSource = ManualTime()) { bodies = MemoryBodyStore(time: time) }

  var names: Set<BodyName> { get async throws { Set(try await bodies.list(after: nil).bodies.map(\.name)) } }
  func goDown() { isDown.withLock { $0 = true } }
  func comeBack() { isDown.withLock { $0 = false } }

  private func check() throws(BodyStoreError) {
    if isDown.withLock({ $0 }) { throw .unavailable("down") }
  }

  func put(_ body: [UInt8], named name: BodyName, contentType: String?) async throws(BodyStoreError) {
    try check()
    try await bodies.put(body, named: name, contentType: contentType)
  }

  func get(_ name: BodyName) async throws(BodyStoreError) -> [UInt8] {
    try check()
    return try await bodies.get(name)
  }

  func delete(_ name: BodyName) async throws(BodyStoreError) { try await bodies.delete(name) }

  func list(after cursor: String?) async throws(BodyStoreError) -> BodyPage { try await bodies.list(after: cursor) }
}
