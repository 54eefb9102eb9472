import DynamoDB
import TableTheory
import Testing

@Suite("Publications to which one can go back")
struct VersionTests {
  private func publish(_ name: String, on pages: CacheTable) async throws {
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    try await pages.publish(
      Publication(objectKey: name, revalidateAfter: .seconds(60), etag: "\"\(name)\"", recipe: .keepingVersions),
      holding: lease)
  }

  @Test("The history is all of them, the newest first, and the entry names the last", arguments: CacheLayout.allCases)
  func history(layout: CacheLayout) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout)
    for name in ["one", "two", "three"] { try await publish(name, on: a.pages) }
    let history = try await a.pages.history(of: "home")
    #expect(history.map(\.entry.objectKey) == ["three", "two", "one"])
    #expect(history.map(\.entry.etag) == ["\"three\"", "\"two\"", "\"one\""])
    #expect(try await a.pages.entry(for: "home")?.versionID == history[0].id)
    #expect(try await a.pages.history(of: "home", limit: 2).count == 2)
    #expect(try await a.pages.history(of: "about").isEmpty)
  }

  @Test("Versions under fences of different lengths, as another writer may count them, are in their order")
  func shortFences() async throws {
    let world = try await World()
    let a = world.worker("a")
    try await world.put("home", "LOCK", ["fence": 8, "lease_expires_at": 0])
    for name in ["nine", "ten"] { try await publish(name, on: a.pages) }
    #expect(try await a.pages.history(of: "home").map(\.entry.objectKey) == ["ten", "nine"])
  }

  @Test(
    "Going back makes an earlier one current, fresh from now, and is a publication like others",
    arguments: CacheLayout.allCases)
  func rollback(layout: CacheLayout) async throws {
    let world = try await World()
    let (a, b) = (world.worker("a", layout: layout), world.worker("b", layout: layout))
    for name in ["one", "two"] { try await publish(name, on: a.pages) }
    world.time.advance(by: .seconds(600))
    let old = try #require(try await a.pages.history(of: "home").last)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    let entry = try await a.pages.rollback(to: old, holding: lease, revalidateAfter: .seconds(3600))
    #expect(entry.objectKey == "one")
    let read = try #require(try await b.pages.entry(for: "home"))
    #expect(read.objectKey == "one")
    #expect(read.versionID == old.id)
    #expect(read.version == 3)
    #expect(read.freshness(at: world.time.now) == .fresh(until: world.time.now + .seconds(3600)))
    #expect(try await a.pages.history(of: "home").count == 2)
    let released = try await a.pages.leases.acquire("home", for: .seconds(10))
    try await a.pages.leases.release(released)
    await #expect(throws: PublishError.lost("home", holder: nil)) {
      try await a.pages.rollback(to: old, holding: released)
    }
  }

  @Test(
    "One cannot go back to a version that is not there any more, nor to another page's",
    arguments: CacheLayout.allCases)
  func gone(layout: CacheLayout) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout)
    for name in ["one", "two", "three"] { try await publish(name, on: a.pages) }
    let old = try #require(try await a.pages.history(of: "home").last)
    #expect(try await a.pages.prune("home", keeping: 1) == 2)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    await #expect {
      try await a.pages.rollback(to: old, holding: lease)
    } throws: { error in
      if case .invalid(let message) = error as? PublishError { message.contains("not there any more") } else { false }
    }
    let about = try await a.pages.leases.acquire("about", for: .seconds(10))
    await #expect(throws: PublishError.self) { try await a.pages.rollback(to: old, holding: about) }
    #expect(try await a.pages.entry(for: "home")?.objectKey == "three")
  }

  @Test("Pruning keeps the newest and the current one", arguments: CacheLayout.allCases)
  func prune(layout: CacheLayout) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout)
    for name in ["one", "two", "three", "four"] { try await publish(name, on: a.pages) }
    let old = try #require(try await a.pages.history(of: "home").last)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    try await a.pages.rollback(to: old, holding: lease)
    #expect(try await a.pages.prune("home", keeping: 2) == 1)
    #expect(try await a.pages.history(of: "home").map(\.entry.objectKey) == ["four", "three", "one"])
    #expect(try await a.pages.prune("home", keeping: 2) == 0)
  }

  @Test("A version that somebody goes back to while it is being pruned stays")
  func pruneRace() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    for name in ["one", "two"] { try await publish(name, on: a.pages) }
    let old = try #require(try await a.pages.history(of: "home").last)
    b.client.script(
      "TransactWriteItems",
      [
        .meanwhile { _ in
          let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
          try await a.pages.rollback(to: old, holding: lease)
        }
      ])
    #expect(try await b.pages.prune("home", keeping: 1) == 0)
    #expect(try await a.pages.history(of: "home").count == 2)
  }

  @Test("A version whose answer was lost is kept once")
  func lostAnswer() async throws {
    let world = try await World()
    let a = world.worker("a")
    a.client.script("TransactWriteItems", [.responseLost, .responseLost])
    try await publish("one", on: a.pages)
    #expect(try await a.pages.history(of: "home").count == 1)
    #expect(try await a.pages.entry(for: "home")?.version == 1)
  }
}
