import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

/// LOCK rows that this package did not write.
struct LockRowTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var attributes: Item

    init(_ name: String, _ attributes: Item) {
      testDescription = name
      self.attributes = attributes
    }
  }

  private static func number(_ text: String) -> AttributeValue {
    do { return .number(try Number(parsing: text)) } catch { preconditionFailure("\(error)") }
  }

  /// 1,700,000,000 is now.
  static let takeableRows = [
    Row("no expiry", ["lease_token": "theirs"]),
    Row("nothing but its key", [:]),
    Row("an expiry that is a string", ["lease_token": "theirs", "lease_expires_at": "1700000060"]),
    Row("an expiry that is null", ["lease_token": "theirs", "lease_expires_at": .null]),
    Row("an expiry in milliseconds", ["lease_token": "theirs", "lease_expires_at": 1_700_000_060_000]),
    Row("an expiry two years away", ["lease_token": "theirs", "lease_expires_at": 1_763_072_000]),
    Row("an expiry before the epoch", ["lease_token": "theirs", "lease_expires_at": -5]),
    Row(
      "an expiry with 38 digits",
      ["lease_expires_at": number("1" + .init(repeating: "0", count: 37))]),
    Row("a fence that is a string", ["lease_token": "theirs", "lease_expires_at": 1_699_999_999, "fence": "7"]),
    Row("a fence that is a set", ["lease_token": "theirs", "fence": .list([1])]),
    Row("a fence that cannot rise", ["fence": number("9223372036854775807")]),
    Row("a fence beyond everything", ["fence": number("9.9e125")]),
    Row("a fence with a fraction", ["fence": number("1700000000000.5")]),
    Row("an owner that is a number", ["lease_expires_at": 0, "lease_owner": 7, "published_at": "yesterday"]),
    Row("another SDK's expired lease", ["lease_token": "t", "lease_expires_at": 1_700_000_000, "ttl": 1_700_003_600]),
  ]

  @Test("A row that no lease can have blocks nobody", arguments: takeableRows)
  func takeable(row: Row) async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    try await world.put("home", "LOCK", row.attributes)
    #expect(try await a.pages.leases.holder(of: "home") == nil)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    #expect(
      try await world.row("home", "LOCK")?["fence"]?.number.map { "\($0)".split(separator: ".")[0] } == "\(lease.fence)"
    )
    await #expect(throws: LeaseError.self) { try await b.pages.leases.acquire("home", for: .seconds(10)) }
    _ = try await a.pages.leases.renew(lease, for: .seconds(20))
    #expect(try await a.pages.leases.release(lease) == .released)
    #expect(try await b.pages.leases.acquire("home", for: .seconds(10)).fence > lease.fence)
  }

  static let heldRows = [
    Row("another SDK's", ["lease_token": "theirs", "lease_expires_at": 1_700_000_005, "ttl": 1_700_003_605]),
    Row("without a token", ["lease_expires_at": 1_700_000_005]),
    Row("with a token that is a number", ["lease_token": 7, "lease_expires_at": 1_700_000_005]),
    Row(
      "until a fraction of a second",
      ["lease_token": "theirs", "lease_expires_at": number("1700000004.25")]),
    Row("with a fence that is a string", ["lease_token": "theirs", "lease_expires_at": 1_700_000_005, "fence": "7"]),
  ]

  @Test("Whoever holds a row until a plausible moment is waited for, and no longer", arguments: heldRows)
  func held(row: Row) async throws {
    let world = try await World()
    let a = world.worker("a")
    try await world.put("home", "LOCK", row.attributes)
    guard case .held(let holder) = try await a.pages.leases.tryAcquire("home", for: .seconds(10)) else {
      Issue.record("taken")
      return
    }
    #expect(holder.expiresAt == Timestamp(seconds: 1_700_000_005))
    #expect(try await a.pages.leases.holder(of: "home") == holder)
    world.time.advance(by: .seconds(5))
    _ = try await a.pages.leases.acquire("home", for: .seconds(10))
  }

  @Test("Other SDKs honour our rows: held, expired, given back")
  func theirs() async throws {
    let world = try await World()
    let a = world.worker("a")
    // What TableTheory's Go, TypeScript and Python SDKs send.
    let acquire = { (now: Int64) async throws in
      try await world.engine.putItem(
        [
          "pk": "CACHE#home", "sk": "LOCK", "lease_token": "theirs", "lease_expires_at": .number(now + 30),
          "ttl": .number(now + 3630),
        ], into: "pages",
        if: try Condition(
          parsing: "attribute_not_exists(pk) OR lease_expires_at <= :now", values: [":now": .number(now)]))
    }
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    await #expect(throws: DynamoDBError.self) { try await acquire(1_700_000_009) }
    try await a.pages.leases.release(lease)
    try await acquire(1_700_000_001)
    await #expect(throws: LeaseError.self) { try await a.pages.leases.acquire("home", for: .seconds(10)) }
    world.time.advance(by: .seconds(31))
    let second = try await a.pages.leases.acquire("home", for: .seconds(10))
    #expect(second.fence > lease.fence)
    world.time.advance(by: .seconds(10))
    try await acquire(1_700_000_041)
    #expect(try await a.pages.leases.release(second) == .lost)
    await #expect(throws: LeaseError.self) { try await a.pages.leases.renew(second, for: .seconds(10)) }
  }

  @Test("Other SDKs' renewal and release leave our lease alone, and ours theirs")
  func tokens() async throws {
    let world = try await World()
    let a = world.worker("a")
    _ = try await a.pages.leases.acquire("home", for: .seconds(10))
    let key: Item = ["pk": "CACHE#home", "sk": "LOCK"]
    await #expect(throws: DynamoDBError.self) {
      try await world.engine.send(
        UpdateItem(
          table: "pages", key: key, update: Update().set("lease_expires_at", to: 1_700_009_999),
          condition: try Condition(
            parsing: "lease_token = :token AND lease_expires_at > :now",
            values: [":token": "theirs", ":now": 1_700_000_000])))
    }
    await #expect(throws: DynamoDBError.self) {
      try await world.engine.send(
        DeleteItem(
          table: "pages", key: key,
          condition: try Condition(parsing: "lease_token = :token", values: [":token": "theirs"])))
    }
    // Their release deletes the row: the fence goes on from the clock.
    world.time.advance(by: .seconds(1))
    try await world.engine.deleteItem(key, from: "pages")
    _ = try await a.pages.leases.acquire("home", for: .seconds(10))
  }
}
