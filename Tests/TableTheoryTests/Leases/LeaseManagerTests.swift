import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

struct LeaseManagerTests {
  @Test("One holds, the other learns who and until when, from the same request")
  func heldByAnother() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    guard case .held(let holder) = try await b.pages.leases.tryAcquire("home", for: .seconds(10)) else {
      Issue.record("two hold the lease")
      return
    }
    #expect((holder.owner, holder.expiresAt, holder.fence) == ("a", Timestamp(seconds: 1_700_000_010), lease.fence))
    #expect(b.client.sent == ["UpdateItem"])
    await #expect(throws: LeaseError.held(holder)) { try await b.pages.leases.acquire("home", for: .seconds(10)) }
  }

  @Test("A lease can be taken over when its time is up, and not a moment before")
  func expiry() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let first = try await a.pages.leases.acquire("home", for: .seconds(10))
    world.time.advance(by: .milliseconds(9_999))
    await #expect(throws: LeaseError.self) { try await b.pages.leases.acquire("home", for: .seconds(10)) }
    world.time.advance(by: .milliseconds(1))
    let second = try await b.pages.leases.acquire("home", for: .seconds(10))
    #expect(second.fence == first.fence + 1)
    await #expect(throws: LeaseError.self) { try await a.pages.leases.renew(first, for: .seconds(10)) }
    #expect(try await a.pages.leases.release(first) == .lost)
    #expect(
      try await world.engine.getItem(["pk": "CACHE#home", "sk": "LOCK"], from: "pages")?["lease_token"]
        == .string(second.token))
  }

  @Test("With a margin for the clocks others wait that much longer")
  func clockSkew() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b", clockSkew: .seconds(3)))
    _ = try await a.pages.leases.acquire("home", for: .seconds(10))
    world.time.advance(by: .milliseconds(12_999))
    await #expect(throws: LeaseError.self) { try await b.pages.leases.acquire("home", for: .seconds(10)) }
    world.time.advance(by: .milliseconds(1))
    _ = try await b.pages.leases.acquire("home", for: .seconds(10))
  }

  @Test("A released lease is free at once, and its fence goes on rising")
  func release() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let first = try await a.pages.leases.acquire("home", for: .seconds(10))
    #expect(try await a.pages.leases.release(first) == .released)
    #expect(try await a.pages.leases.release(first) == .released)
    let second = try await b.pages.leases.acquire("home", for: .seconds(10))
    #expect(second.fence == first.fence + 1)
    #expect(try await a.pages.leases.release(first) == .lost)
  }

  @Test("The fence rises past a row that TTL has deleted")
  func fenceAfterDeletion() async throws {
    let world = try await World()
    let a = world.worker("a")
    var last: Int64 = 0
    for _ in 0..<5 {
      let lease = try await a.pages.leases.acquire("home", for: .seconds(1))
      #expect(lease.fence > last)
      last = lease.fence
      world.time.advance(by: .seconds(7200))
      #expect(try await world.engine.deleteExpired() == 1)
    }
  }

  @Test("An acquisition whose answer was lost does not lose to itself")
  func lostAnswer() async throws {
    let world = try await World()
    let a = world.worker("a")
    a.client.script("UpdateItem", [.responseLost, .requestLost])
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    #expect(a.client.sent.count == 3)
    #expect(try await world.row("home", "LOCK")?["lease_token"] == .string(lease.token))
    #expect(try await world.row("home", "LOCK")?["fence"] == .number(lease.fence))
  }

  @Test("A renewal and a release whose answers were lost end in the truth")
  func lostAnswers() async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("UpdateItem", [.responseLost])
    let renewed = try await a.pages.leases.renew(lease, for: .seconds(60))
    #expect(renewed.expiresAt == Timestamp(seconds: 1_700_000_060))
    a.client.script("UpdateItem", [.responseLost, .requestLost])
    #expect(try await a.pages.leases.release(renewed) == .released)
  }

  @Test("A late copy of an old acquisition does not let its worker publish over newer work")
  func lateDuplicate() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let old = try await a.pages.leases.acquire("home", for: .seconds(1))
    world.time.advance(by: .seconds(1))
    let publication = Publication(objectKey: "home-b", revalidateAfter: .seconds(60))
    try await b.pages.publish(publication, holding: try await b.pages.leases.acquire("home", for: .seconds(10)))
    let update = Update().set("lease_token", to: .string(old.token)).set("lease_expires_at", to: 1_700_000_001)
      .add("fence", 1)
    try await world.engine.updateItem(["pk": "CACHE#home", "sk": "LOCK"], in: "pages", update)
    let revived = try await a.pages.leases.renew(old, for: .seconds(10))
    #expect(revived.fence == old.fence)
    await #expect(throws: PublishError.stale("home", current: old.fence + 1)) {
      try await a.pages.publish(Publication(objectKey: "home-a", revalidateAfter: .seconds(60)), holding: revived)
    }
  }

  @Test("A lease does not tell its token to a log")
  func redacted() async throws {
    let world = try await World()
    let lease = try await world.worker("a").pages.leases.acquire("home", for: .seconds(10))
    #expect(!"\(lease) \(String(reflecting: lease))".contains(lease.token))
  }

  @Test("A holder that slept past its expiry keeps the lease if nobody wanted it, and not strictly")
  func frozen() async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    world.time.advance(by: .seconds(100))
    #expect(lease.remaining(at: world.time.uptime) == .seconds(-90))
    #expect(lease.remaining == .zero)
    await #expect(throws: LeaseError.self) { try await a.pages.leases.renew(lease, for: .seconds(10), strict: true) }
    _ = try await a.pages.leases.renew(lease, for: .seconds(10))
    #expect(lease.remaining == .seconds(10))
  }

  @Test("Errors of the table are told apart from a lease that is held")
  func otherErrors() async throws {
    let world = try await World()
    let a = world.worker("a")
    a.client.script("UpdateItem", [.error(.throttled("slow down")), .error(.resourceNotFound("no table"))])
    await #expect(throws: LeaseError.throttled("home")) { try await a.pages.leases.acquire("home", for: .seconds(1)) }
    await #expect(throws: LeaseError.unavailable("home", .resourceNotFound("no table"))) {
      try await a.pages.leases.acquire("home", for: .seconds(1))
    }
  }
}
