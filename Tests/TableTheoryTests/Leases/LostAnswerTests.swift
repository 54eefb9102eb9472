import DynamoDB
import TableTheory
import Testing

/// Requests and answers that are lost, late or there twice.
struct LostAnswerTests {
  private func unknown(_ step: () async throws -> Void) async throws -> UnknownLeaseOutcome {
    do {
      try await step()
    } catch LeaseError.outcomeUnknown(let unknown) {
      return unknown
    }
    throw LeaseError.invalid("the outcome is known")
  }

  @Test("After a lost answer a throttled repetition does not say that nothing was changed")
  func throttledRepetition() async throws {
    let world = try await World()
    let a = world.worker("a")
    a.client.script("UpdateItem", [.responseLost, .error(.throttled("slow down"))])
    let unknown = try await unknown { _ = try await a.pages.leases.acquire("home", for: .seconds(10)) }
    guard case .ours(let lease) = try await unknown.resolve() else {
      Issue.record("it was acquired")
      return
    }
    #expect(try await world.row("home", "LOCK")?["lease_token"] == .string(lease.token))
    #expect(lease.fence == (try await world.row("home", "LOCK")?["fence"]?.integer))
  }

  @Test("An unknown acquisition resolves to ours, whether it was carried out or not", arguments: [true, false])
  func acquisition(carriedOut: Bool) async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    a.client.script("UpdateItem", Array(repeating: carriedOut ? .responseLost : .requestLost, count: 3))
    let unknown = try await unknown { _ = try await a.pages.leases.acquire("home", for: .seconds(10)) }
    #expect(a.client.bodies(of: "UpdateItem").count == 1)
    world.time.advance(by: .seconds(3))
    guard case .ours(let lease) = try await unknown.resolve() else {
      Issue.record("it is not ours")
      return
    }
    #expect(lease.remaining == .seconds(10))
    await #expect(throws: LeaseError.self) { try await b.pages.leases.acquire("home", for: .seconds(10)) }
    #expect(try await a.pages.leases.release(lease) == .released)
  }

  @Test("An unknown acquisition that somebody else has overtaken resolves to held")
  func overtaken() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    a.client.script("UpdateItem", [.requestLost, .requestLost, .requestLost])
    let unknown = try await unknown { _ = try await a.pages.leases.acquire("home", for: .seconds(10)) }
    _ = try await b.pages.leases.acquire("home", for: .seconds(10))
    guard case .held(let holder) = try await unknown.resolve() else {
      Issue.record("it is b's")
      return
    }
    #expect(holder.owner == "b")
  }

  @Test("An unknown renewal resolves to ours or lost", arguments: [true, false])
  func renewal(overtaken: Bool) async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("UpdateItem", [.requestLost, .requestLost, .requestLost])
    let unknown = try await unknown { try await a.pages.leases.renew(lease, for: .seconds(10)) }
    if overtaken {
      world.time.advance(by: .seconds(10))
      _ = try await b.pages.leases.acquire("home", for: .seconds(10))
    }
    switch try await unknown.resolve() {
    case .ours(let same): #expect(!overtaken && same == lease)
    case .lost(let holder): #expect(overtaken && holder?.owner == "b")
    case .held, .released: Issue.record("a renewal")
    }
  }

  @Test("An unknown release resolves to released, whether it was carried out or not", arguments: [true, false])
  func release(carriedOut: Bool) async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("UpdateItem", [carriedOut ? .responseLost : .requestLost, .error(.throttled("slow down"))])
    let unknown = try await unknown { try await a.pages.leases.release(lease) }
    #expect(try await unknown.resolve() == .released)
    #expect(try await world.row("home", "LOCK")?["lease_expires_at"] == 0)
  }

  @Test("An old request that arrives late does not shorten a lease that was made longer since")
  func lateRequests() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    a.client.script("UpdateItem", [.copied])
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    world.time.advance(by: .seconds(5))
    a.client.script("UpdateItem", [.copied])
    try await a.pages.leases.renew(lease, for: .seconds(10))
    world.time.advance(by: .seconds(5))
    try await a.pages.leases.renew(lease, for: .seconds(10))
    await a.client.deliver()
    #expect(try await world.row("home", "LOCK")?["lease_expires_at"] == 1_700_000_020)
    world.time.advance(by: .milliseconds(9_999))
    await #expect(throws: LeaseError.self) { try await b.pages.leases.acquire("home", for: .seconds(10)) }
  }

  @Test("A late acquisition does not take the lease from who has it now")
  func lateAcquisition() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    a.client.script("UpdateItem", [.heldBack, .error(.throttled("slow down"))])
    _ = try await unknown { _ = try await a.pages.leases.acquire("home", for: .seconds(10)) }
    let lease = try await b.pages.leases.acquire("home", for: .seconds(10))
    await a.client.deliver()
    #expect(try await world.row("home", "LOCK")?["lease_token"] == .string(lease.token))
  }

  @Test("A late release does not end the next lease of the same worker")
  func lateRelease() async throws {
    let world = try await World()
    let a = world.worker("a")
    let first = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("UpdateItem", [.copied])
    try await a.pages.leases.release(first)
    let second = try await a.pages.leases.acquire("home", for: .seconds(10))
    await a.client.deliver()
    #expect(try await world.row("home", "LOCK")?["lease_token"] == .string(second.token))
  }

  @Test("Reclaiming takes one's own lease back at once, and nobody else's; a task of this process keeps its own")
  func reclaiming() async throws {
    let world = try await World()
    let (before, other) = (world.worker("a"), world.worker("b"))
    let after = world.worker("a", tokens: "again")
    let dead = try await before.pages.leases.acquire("home", for: .seconds(3600))
    await #expect(throws: LeaseError.self) { try await after.pages.leases.acquire("home", for: .seconds(10)) }
    await #expect(throws: LeaseError.self) {
      try await other.pages.leases.acquire("home", for: .seconds(10), reclaiming: true)
    }
    let lease = try await after.pages.leases.acquire("home", for: .seconds(10), reclaiming: true)
    #expect(lease.fence == dead.fence + 1)
    #expect(try await before.pages.leases.release(dead) == .lost)
    await #expect(throws: LeaseError.self) {
      try await after.pages.leases.acquire("home", for: .seconds(10), reclaiming: true)
    }
    try await after.pages.leases.release(lease)
    _ = try await after.pages.leases.acquire("home", for: .seconds(10), reclaiming: true)
    let nameless = LeaseManager(table: "pages", on: world.engine, time: world.time)
    await #expect(throws: LeaseError.self) { try await nameless.acquire("x", for: .seconds(1), reclaiming: true) }
  }

  @Test("Where another SDK's write has lost a fence that was ahead, the holder raises its own above the entry's")
  func raisedFence() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    let ahead = lease.fence + 1_000_000
    a.client.script("UpdateItem", [.responseLost])
    try await a.pages.leases.raiseFence(of: lease, above: ahead)
    #expect(lease.fence == ahead + 1)
    #expect(try await world.row("home", "LOCK")?["fence"] == .number(ahead + 1))
    a.client.forgetSent()
    try await a.pages.leases.raiseFence(of: lease, above: ahead)
    #expect(a.client.sent.isEmpty)
    world.time.advance(by: .seconds(10))
    #expect(try await b.pages.leases.acquire("home", for: .seconds(10)).fence == ahead + 2)
    await #expect(throws: LeaseError.self) { try await a.pages.leases.raiseFence(of: lease, above: ahead + 5) }
    #expect(try await world.row("home", "LOCK")?["fence"] == .number(ahead + 2))
  }

  @Test("No error tells a token")
  func redacted() async throws {
    let world = try await World()
    let a = world.worker("secret")
    a.client.script("UpdateItem", Array(repeating: .requestLost, count: 3))
    let unknown = try await unknown { _ = try await a.pages.leases.acquire("home", for: .seconds(10)) }
    var dumped = ""
    dump(LeaseError.outcomeUnknown(unknown), to: &dumped)
    #expect(!"\(LeaseError.outcomeUnknown(unknown)) \(String(reflecting: unknown)) \(dumped)".contains("secret-1"))
  }
}
