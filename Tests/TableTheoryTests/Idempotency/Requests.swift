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
    _ name: String, results: (any ResultStore)? = nil, look: IdempotencyStore.Look = .write, remembered: Int = 0,
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

/// What a store of large results would do.
final class MemoryResults: ResultStore {
  struct Down: Error {}

  private let state = Mutex<(bodies: [String: [UInt8]], isDown: Bool)>(([:], false))

  var count: Int { state.withLock { $0.bodies.count } }
  func goDown() { state.withLock { $0.isDown = true } }
  func comeBack(empty: Bool) { state.withLock { $0 = (empty ? [:] : $0.bodies, false) } }

  func store(_ body: [UInt8]) async throws -> String {
    try state.withLock { state in
      if state.isDown { throw Down() }
      let name = "result-\(state.bodies.count + 1)"
      state.bodies[name] = body
      return name
    }
  }

  func body(named name: String) async throws -> [UInt8]? {
    try state.withLock { state in
      if state.isDown { throw Down() }
      return state.bodies[name]
    }
  }
}
