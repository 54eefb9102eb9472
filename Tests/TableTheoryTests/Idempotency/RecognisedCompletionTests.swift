import DynamoDB
import EmbeddedDynamoDB
import MetricsTestKit
import TableTheory
import Testing

/// A record that our own token completed is not always this completion's.
struct RecognisedCompletionTests {
  private let publication = Publication(objectKey: "home-1", revalidateAfter: .seconds(60))
  private let key = IdempotencyKey.revalidation(of: "home", after: 0, deploy: "d1")

  private func deposit(_ amount: Int64) -> TransactWriteItems.Action {
    .update(
      UpdateItem(
        table: "pages", key: ["pk": "ACCOUNT", "sk": "1"], update: Update().add("balance", .number(amount))))
  }

  private func balance(_ world: World) async throws -> AttributeValue? {
    try await world.engine.getItem(["pk": "ACCOUNT", "sk": "1"], from: "pages")?["balance"]
  }

  /// A first completion that is carried out, and nobody learns it.
  private func unheard(_ client: FaultyClient, _ operation: String) {
    client.script(operation, [.responseLost, .requestLost, .requestLost])
    if operation == "TransactWriteItems" { client.script(operation, [.requestLost]) }
    client.script("GetItem", [.error(.unavailable("down"))])
  }

  @Test("A transaction is not said to be made because another one of the same claim was", arguments: [true, false])
  func together(answered: Bool) async throws {
    let world = try await World()
    let a = world.requests("a", remembered: 10)
    let claim = try await a.store.started(.order)
    let first = await a.store.completion(of: claim, with: "first")
    let second = await a.store.completion(of: claim, with: "second")
    unheard(a.client, "TransactWriteItems")
    await #expect(throws: IdempotencyError.self) { try await a.store.complete(first, together: [deposit(10)]) }
    let record = try #require(try await a.store.record(of: .order))
    if !answered { a.client.script("TransactWriteItems", Array(repeating: .requestLost, count: 4)) }
    await #expect(throws: IdempotencyError.lost(.order, record)) {
      try await a.store.complete(second, together: [deposit(5)])
    }
    #expect(try await balance(world) == 10)
    try await a.store.complete(first, together: [deposit(10)])
    #expect(try await balance(world) == 10)
    let item = try #require(try await world.row(.order))
    let reason = CancellationReason(.conditionalCheckFailed, item: item)
    #expect(first.outcome(of: reason, at: world.time.now) == .completed)
    #expect(second.outcome(of: reason, at: world.time.now) == .lost(record))
  }

  @Test("What is remembered of a completion that was made before is what the table has")
  func remembered() async throws {
    let world = try await World()
    let (a, b) = (world.requests("a", remembered: 10), world.requests("b"))
    let claim = try await a.store.started(.order)
    unheard(a.client, "UpdateItem")
    await #expect(throws: IdempotencyError.self) { try await a.store.complete(claim, with: "first") }
    try await a.store.complete(claim, with: "second")
    a.client.forgetSent()
    for store in [a.store, b.store] {
      guard case .completed(let record) = try await store.begin(.order, payload: .order) else {
        Issue.record("not completed")
        return
      }
      #expect(try await store.result(of: record, as: String.self) == "first")
    }
    #expect(a.client.sent == [])
  }

  // MARK: - Publications

  @Test(
    "A page that was published before without the request does not complete it, and that is what the error says",
    arguments: [true, false])
  func publishedAlone(answered: Bool) async throws {
    let world = try await World()
    let a = world.worker("a")
    let requests = world.requests("r")
    let claim = try await requests.store.started(key, payload: .none, inProgressFor: .seconds(60))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    try await a.pages.publish(publication, holding: lease)
    let completion = await requests.store.completion(of: claim, with: 1)
    if !answered { a.client.script("TransactWriteItems", Array(repeating: .requestLost, count: 4)) }
    await #expect(throws: PublishError.requestNotCompleted("home", key)) {
      try await a.pages.publish(publication, holding: lease, completing: completion)
    }
    #expect(try await a.pages.entry(for: "home")?.version == 1)
    #expect(claim.remaining > .zero)
    #expect(try await world.row(key)?["status"] == "STARTED")
    try await requests.store.complete(completion)
    #expect(try await world.row(key)?["status"] == "COMPLETED")
    #expect(try await a.pages.publish(publication, holding: lease, completing: completion).objectKey == "home-1")
  }

  @Test("Where nobody can read the record either, the outcome is unknown and the claim goes on")
  func unreadRequest() async throws {
    let world = try await World()
    let a = world.worker("a")
    let requests = world.requests("r")
    let claim = try await requests.store.started(key, payload: .none, inProgressFor: .seconds(60))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    let completion = await requests.store.completion(of: claim, with: 1)
    a.client.script("TransactWriteItems", [.responseLost, .requestLost, .requestLost, .requestLost])
    a.client.script("GetItem", [.meanwhile { _ in }, .error(.unavailable("down"))])
    await #expect(throws: PublishError.outcomeUnknown("home")) {
      try await a.pages.publish(publication, holding: lease, completing: completion)
    }
    #expect(claim.remaining > .zero)
    try await a.pages.publish(publication, holding: lease, completing: completion)
    #expect(claim.remaining == .zero)
  }

  // MARK: - Counted and remembered once

  private func completed(_ metrics: TestMetrics) throws -> Int64 {
    try metrics.expectCounter("tabletheory.idempotency.completed", [("db.collection.name", "pages")]).totalValue
  }

  @Test("A publication that completes a request is counted, and its result remembered")
  func publicationCounts() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let metrics = TestMetrics()
    let requests = world.requests("r", remembered: 10, metrics: metrics)
    let publication = publication
    _ = try await requests.store.perform(key, payload: .none) { claim in
      let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
      let completion = await requests.store.completion(of: claim, with: 1)
      try await a.pages.publish(publication, holding: lease, completing: completion)
      return 1
    }
    #expect(try completed(metrics) == 1)
    requests.client.forgetSent()
    #expect(try await requests.store.perform(key, payload: .none) { _ in 2 }.isReplayed)
    #expect(requests.client.sent == [])
    #expect(try completed(metrics) == 1)
  }

  @Test("A completion that a renewal learns of first is counted and remembered, once")
  func renewalCounts() async throws {
    let world = try await World()
    let metrics = TestMetrics()
    let a = world.requests("a", remembered: 10, metrics: metrics)
    let claim = try await a.store.started(.order)
    unheard(a.client, "UpdateItem")
    await #expect(throws: IdempotencyError.self) { try await a.store.complete(claim, with: "first") }
    await #expect(throws: IdempotencyError.self) { try await a.store.renew(claim, for: .seconds(20)) }
    #expect(try completed(metrics) == 1)
    a.client.forgetSent()
    guard case .completed = try await a.store.begin(.order, payload: .order) else {
      Issue.record("not completed")
      return
    }
    #expect(a.client.sent == [])
    try await a.store.complete(claim, with: "first")
    #expect(try await a.store.fail(claim) == .completed)
    #expect(try completed(metrics) == 1)
  }
}
