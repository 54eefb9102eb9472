import DynamoDB
import TableTheory
import Testing

struct FreshnessTests {
  private func entry(_ attributes: Item) async throws -> CacheEntry? {
    let world = try await World()
    var row: Item = ["s3_key": "home-1", "generated_at": 1_700_000_000, "revalidate_seconds": 60, "ttl": 1]
    row.merge(attributes) { _, new in new }
    try await world.put("home", "META", row)
    return try await world.worker("a").pages.entry(for: "home")
  }

  @Test("Fresh until its time is over, whatever TTL says")
  func age() async throws {
    let entry = try #require(try await entry([:]))
    let end = Timestamp(seconds: 1_700_000_060)
    #expect(entry.freshness(at: Timestamp(seconds: 1_700_000_000)) == .fresh(until: end))
    #expect(entry.freshness(at: Timestamp(milliseconds: 1_700_000_059_999)) == .fresh(until: end))
    #expect(entry.freshness(at: end) == .stale(since: end))
  }

  @Test("An invalidation in or after the second of the publication wins over its freshness")
  func invalidation() async throws {
    let now = Timestamp(seconds: 1_700_000_010)
    let after = try #require(try await entry(["invalidated_at": 1_700_000_005]))
    #expect(after.freshness(at: now) == .invalidated(at: Timestamp(seconds: 1_700_000_005), .soft))
    let same = try #require(try await entry(["invalidated_at": 1_700_000_000]))
    #expect(!same.freshness(at: now).isFresh)
    let before = try #require(try await entry(["invalidated_at": 1_699_999_999]))
    #expect(before.freshness(at: now).isFresh)
  }

  @Test(
    "A row without what every SDK writes is no entry",
    arguments: [["s3_key": .null], ["generated_at": "yesterday"], ["revalidate_seconds": .bool(true)]] as [Item])
  func malformed(attributes: Item) async throws {
    #expect(try await entry(attributes) == nil)
  }

  @Test("No tenant's name reaches into another's keys")
  func keys() {
    let keys: [CacheKey] = [
      CacheKey("b", tenant: "a"), CacheKey("x#CACHE#b", tenant: "a"), CacheKey("b", tenant: "a#CACHE#x"),
      CacheKey("b", tenant: "a%23CACHE%23x"), CacheKey("a#CACHE#b"), CacheKey("b", tenant: ""), CacheKey("b"),
    ]
    #expect(Set(keys).count == keys.count)
    #expect(CacheKey("b", tenant: "a#CACHE#x").partition == "TENANT#a%23CACHE%23x#CACHE#b")
    #expect(CacheKey("home").partition == "CACHE#home")
  }
}
