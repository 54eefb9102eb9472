import DynamoDB
import TableTheory
import Testing

@Suite("A page that a message asks for", .timeLimit(.minutes(5)))
struct RevalidationTests {
  private struct RenderFailed: Error {}

  private let key = IdempotencyKey.revalidation(of: "home", after: 1, deploy: "d1")

  private static func publication(_ name: String) -> Publication {
    Publication(objectKey: name, revalidateAfter: .seconds(60))
  }

  private func stale(
    _ world: World, _ layout: CacheLayout = .interoperable
  ) async throws -> (pages: CacheTable, client: FaultyClient) {
    let worker = world.worker("a", layout: layout)
    _ = try await Regenerator(worker.pages).entry(for: "home") { _ in Self.publication("home-1") }
    world.time.advance(by: .seconds(61))
    worker.client.forgetSent()
    return worker
  }

  private func state(_ world: World, _ key: IdempotencyKey) async throws -> AttributeValue? {
    try await world.row(key)?["status"]
  }

  @Test(
    "It is rendered once however often the message comes, and the record completes with the publication",
    arguments: CacheLayout.allCases)
  func once(layout: CacheLayout) async throws {
    let world = try await World(stepped: true)
    let a = try await stale(world, layout)
    let requests = world.requests("r")
    let renders = Tally()
    for delivery in 0..<3 {
      let result = try await Regenerator(a.pages).revalidate("home", once: key, in: requests.store) { _ in
        renders.add()
        return Self.publication("home-2")
      }
      #expect(result.value == "home-2" && result.isReplayed == (delivery > 0))
    }
    #expect(renders.count == 1)
    // The record is begun with one request, replayed with one each, and has none of its own to complete.
    #expect(requests.client.sent == ["UpdateItem", "UpdateItem", "UpdateItem"])
    #expect(a.client.sent == ["GetItem", "UpdateItem", "TransactWriteItems"])
    #expect(try await state(world, key) == "COMPLETED")
    #expect(try await a.pages.entry(for: "home")?.version == 2)
  }

  @Test("While one worker is at it, another delivery is refused, or waits for it")
  func atOnce() async throws {
    let world = try await World(stepped: true)
    let a = try await stale(world)
    let (requests, others) = (world.requests("r"), world.requests("s"))
    let b = world.worker("b")
    let key = key
    let result = try await Regenerator(a.pages).revalidate("home", once: key, in: requests.store) { _ in
      await Self.refused(Regenerator(b.pages), key, others.store)
      #expect(b.client.sent.isEmpty)
      return Self.publication("home-2")
    }
    #expect(!result.isReplayed)
  }

  private static func refused(_ regenerator: Regenerator, _ key: IdempotencyKey, _ requests: IdempotencyStore) async {
    await #expect {
      try await regenerator.revalidate("home", once: key, in: requests) { _ in Self.publication("x") }
    } throws: { error in
      if case .notBegun(.inProgress) = error as? IdempotentWorkError<String, any Error> { true } else { false }
    }
  }

  @Test("Where it cannot be published, nothing is completed, and the next delivery makes it")
  func unpublished() async throws {
    let world = try await World(stepped: true)
    let a = try await stale(world)
    let requests = world.requests("r")
    let (b, time) = (world.worker("b"), world.time)
    await #expect {
      try await Regenerator(a.pages).revalidate("home", once: key, in: requests.store) { _ in
        // Another worker takes the lease of one that was frozen.
        time.advance(by: .seconds(9))
        await eventually("it is renewed") { requests.client.sent.count >= 2 }
        time.advance(by: .seconds(2))
        _ = try await b.pages.leases.acquire("home", for: .seconds(1))
        return Self.publication("home-2")
      }
    } throws: { error in
      guard case .failed(let cause, false) = error as? IdempotentWorkError<String, any Error> else { return false }
      if case .lost = cause as? PublishError { return true } else { return false }
    }
    #expect(try await state(world, key) == "FAILED")
    #expect(try await a.pages.entry(for: "home")?.objectKey == "home-1")
    world.time.advance(by: .seconds(2))
    let result = try await Regenerator(a.pages).revalidate("home", once: key, in: requests.store) { _ in
      Self.publication("home-3")
    }
    #expect(result.value == "home-3" && !result.isReplayed)
  }

  @Test("A worker whose request was taken over publishes nothing")
  func takenOver() async throws {
    let world = try await World(stepped: true)
    let a = try await stale(world)
    let (requests, others) = (world.requests("r"), world.requests("s"))
    let (time, key) = (world.time, key)
    requests.client.script("UpdateItem", [.meanwhile { _ in }] + Array(repeating: .requestLost, count: 50))
    await #expect(throws: IdempotentWorkError<String, any Error>.self) {
      try await Regenerator(a.pages, configuration: .init(leaseDuration: .seconds(600))).revalidate(
        "home", once: key, in: requests.store
      ) { _ in
        time.advance(by: .seconds(11))
        _ = try await others.store.started(key, payload: .none)
        return Self.publication("home-2")
      }
    }
    #expect(try await a.pages.entry(for: "home")?.objectKey == "home-1")
    #expect(try await state(world, key) == "STARTED")
  }

  @Test("A render that fails frees the request although there is an old page; visitors go on getting that")
  func failedRender() async throws {
    let world = try await World(stepped: true)
    let a = try await stale(world)
    let requests = world.requests("r")
    let regenerator = Regenerator(a.pages)
    await #expect {
      try await regenerator.revalidate("home", once: key, in: requests.store) { _ in
        let seen = try await regenerator.entry(for: "home") { _ in Self.publication("x") }
        #expect(seen.entry.objectKey == "home-1")
        throw RenderFailed()
      }
    } throws: { error in
      if case .failed(let cause, false) = error as? IdempotentWorkError<String, any Error> {
        cause is RenderFailed
      } else {
        false
      }
    }
    #expect(try await state(world, key) == "FAILED")
    world.time.advance(by: .seconds(1))
    let result = try await regenerator.revalidate("home", once: key, in: requests.store) { _ in
      Self.publication("home-2")
    }
    #expect(result.value == "home-2")
  }

  @Test("A page that is new enough completes the request without a render")
  func fresh() async throws {
    let world = try await World(stepped: true)
    let a = try await stale(world)
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in Self.publication("home-2") }
    let result = try await Regenerator(a.pages).revalidate("home", once: key, in: world.requests("r").store) { _ in
      Issue.record("rendered")
      return Self.publication("home-3")
    }
    #expect(result.value == "home-2" && !result.isReplayed)
    #expect(try await state(world, key) == "COMPLETED")
  }

  @Test("It waits for somebody else's render, and takes that; visitors of its process do not wait with it")
  func elsewhere() async throws {
    let world = try await World(stepped: true)
    let a = try await stale(world)
    let b = world.worker("b")
    let requests = world.requests("r")
    let regenerator = Regenerator(a.pages)
    let lease = try await b.pages.leases.acquire("home", for: .seconds(10))
    async let result = regenerator.revalidate("home", once: key, in: requests.store) { _ in
      Issue.record("rendered")
      return Self.publication("home-x")
    }
    await eventually("it waits") { world.time.sleepers >= 2 }
    let seen = try await regenerator.entry(for: "home") { _ in Self.publication("y") }
    #expect(seen.entry.objectKey == "home-1")
    try await b.pages.publish(Self.publication("home-2"), holding: lease)
    try await eventually("it looks") {
      world.time.advance(by: .milliseconds(100))
      return try await state(world, key) == "COMPLETED"
    }
    #expect(try await result.value == "home-2")
  }
}
