import DynamoDB
import TableTheory
import Testing

@Suite("Many pages are made anew with one write")
struct TagTests {
  private func publication(_ name: String, _ tags: Set<String> = ["news"], deploy: String? = nil) -> Publication {
    Publication(objectKey: name, revalidateAfter: .seconds(600), deployID: deploy, tags: tags)
  }

  /// Whether a regenerator finds the page fresh.
  private func isFresh(_ key: CacheKey, _ pages: CacheTable) async throws -> Bool {
    let source = try await Regenerator(pages).entry(for: key) { _ in publication("again") }.source
    return source == .fresh
  }

  @Test("One write, and every page with the tag is rendered again, once", arguments: CacheLayout.allCases)
  func oneWrite(layout: CacheLayout) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout, configuration: .init(tagsCachedFor: .zero))
    let keys: [CacheKey] = ["one", "two", "three"]
    for key in keys { _ = try await Regenerator(a.pages).entry(for: key) { _ in publication("1") } }
    _ = try await Regenerator(a.pages).entry(for: "other") { _ in publication("1", ["sport"]) }
    world.time.advance(by: .seconds(1))
    a.client.forgetSent()
    try await a.pages.invalidate(tag: CacheTag("news"))
    #expect(a.client.sent == ["UpdateItem"])
    for key in keys {
      #expect(try await !isFresh(key, a.pages))
      #expect(try await isFresh(key, a.pages))
    }
    #expect(try await isFresh("other", a.pages))
  }

  @Test("One that arrives while a page is rendered wins over that render, also for a tag that is new to the page")
  func meanwhile() async throws {
    let world = try await World()
    let a = world.worker("a", configuration: .init(tagsCachedFor: .zero))
    for _ in 0..<2 {
      _ = try await Regenerator(a.pages).entry(for: "home") { _ in
        world.time.advance(by: .seconds(2))
        try await a.pages.invalidate(tag: CacheTag("news"))
        world.time.advance(by: .seconds(2))
        return publication("home")
      }
      world.time.advance(by: .seconds(1))
    }
    #expect(try await !isFresh("home", a.pages))
    #expect(try await isFresh("home", a.pages))
  }

  @Test("Other processes go by what they have read of a tag for the time that was said, and no longer")
  func cached() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("1") }
    world.time.advance(by: .seconds(10))
    #expect(try await isFresh("home", b.pages))
    b.client.forgetSent()
    #expect(try await isFresh("home", b.pages))
    #expect(b.client.sent == ["GetItem"])
    try await a.pages.invalidate(tag: CacheTag("news"))
    #expect(try await isFresh("home", b.pages))
    #expect(try await !isFresh("home", a.pages), "the process that invalidated knows at once")
    world.time.advance(by: .milliseconds(5001))
    try await a.pages.invalidate(tag: CacheTag("news"))
    #expect(try await !isFresh("home", b.pages))
  }

  @Test("A tenant's tag is its own")
  func tenants() async throws {
    let world = try await World()
    let a = world.worker("a", configuration: .init(tagsCachedFor: .zero))
    let (acme, other) = (CacheKey("home", tenant: "acme"), CacheKey("home", tenant: "other"))
    for key in [acme, other] { _ = try await Regenerator(a.pages).entry(for: key) { _ in publication("1") } }
    world.time.advance(by: .seconds(1))
    try await a.pages.invalidate(tag: CacheTag("news", tenant: "acme"))
    #expect(try await !isFresh(acme, a.pages))
    #expect(try await isFresh(other, a.pages))
  }

  @Test("What a deploy rendered is invalidated with it")
  func deploy() async throws {
    let world = try await World()
    let a = world.worker("a", configuration: .init(tagsCachedFor: .zero))
    for (key, deploy) in [("one", "41"), ("two", "42")] as [(CacheKey, String)] {
      _ = try await Regenerator(a.pages).entry(for: key) { _ in publication("1", [], deploy: deploy) }
    }
    world.time.advance(by: .seconds(1))
    try await a.pages.invalidate(tag: .deploy("41"))
    #expect(try await !isFresh("one", a.pages))
    #expect(try await isFresh("two", a.pages))
  }

  @Test("A hard one is not served, and generations rise also where the clock goes back")
  func hardAndClocks() async throws {
    let world = try await World()
    let a = world.worker("a", configuration: .init(tagsCachedFor: .zero))
    let behind = CacheTable(
      "pages", on: world.engine, configuration: .init(tagsCachedFor: .zero),
      time: ManualTime(world.time.now - .seconds(3600)))
    try await a.pages.invalidate(tag: CacheTag("news"))
    world.time.advance(by: .seconds(2))
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("1") }
    #expect(try await isFresh("home", a.pages))
    try await behind.invalidate(tag: CacheTag("news"), .hard)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(3600))
    await #expect(throws: RegenerationError.self) {
      _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("2") }
    }
    try await a.pages.leases.release(lease)
    #expect(try await !isFresh("home", a.pages))
  }

  @Test("All rows of a hot tag are equal, whichever a process reads")
  func shards() async throws {
    let world = try await World()
    let a = world.worker("a", configuration: .init(tagsCachedFor: .zero, tagShards: 3))
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("1") }
    world.time.advance(by: .seconds(1))
    for _ in 0..<2 { try await a.pages.invalidate(tag: CacheTag("news")) }
    var generations: Set<AttributeValue> = []
    for partition in ["TAG#news", "SHARD#1#TAG#news", "SHARD#2#TAG#news"] {
      let row = try #require(try await world.engine.getItem(["pk": .string(partition), "sk": "GEN"], from: "pages"))
      generations.insert(try #require(row["generation"]))
    }
    #expect(generations.count == 1)
    for _ in 0..<8 {
      let reader = world.worker("b", configuration: .init(tagsCachedFor: .zero, tagShards: 3))
      let entry = try #require(try await reader.pages.entry(for: "home"))
      #expect(entry.tags == ["news"])
    }
    #expect(try await !isFresh("home", a.pages))
  }
}
