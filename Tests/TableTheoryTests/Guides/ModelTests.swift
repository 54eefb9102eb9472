import DynamoDB
import TableTheory
import Testing

/// The rows of Examples/models/Models.swift are those of the package.
struct ModelTests {
  @Test("What is published is read as the model, and the model's row as an entry")
  func metadata() async throws {
    let world = try await World()
    let pages = world.worker("a").pages
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    try await pages.publish(
      Publication(objectKey: "home-1", revalidateAfter: .seconds(60), etag: "9f86d081"), holding: lease)
    let stored = try #require(try await world.row("home", "META"))
    var row = try #require(PageMetadata(stored))
    #expect(row.objectKey == "home-1" && row.revalidateSeconds == 60 && row.etag == "9f86d081")
    #expect(row.isFresh(at: world.time.now) && !row.isFresh(at: world.time.now + .seconds(61)))

    row.objectKey = "home-2"
    try await world.engine.putItem(row.item, into: "pages")
    let entry = try #require(try await pages.entry(for: "home"))
    #expect(entry.objectKey == "home-2" && entry.isFresh(at: world.time.now))
    #expect(PageMetadata(["pk": "CACHE#home", "sk": "META"]) == nil)
  }

  @Test("The model's lock is one that others respect")
  func lock() async throws {
    let world = try await World()
    let until = world.time.now.milliseconds / 1000 + 30
    let row = PageLock(key: "home", token: "t", expiresAt: until, timeToLive: until + 3600)
    try await world.engine.putItem(row.item, into: "pages")
    let holder = try #require(try await world.worker("a").pages.leases.holder(of: "home"))
    #expect(holder.expiresAt == Timestamp(seconds: until))
  }
}

extension CacheEntry {
  fileprivate func isFresh(at now: Timestamp) -> Bool { freshness(at: now).isFresh }
}
