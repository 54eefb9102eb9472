import DynamoDB
import TableTheory
import Testing

@Suite("Lease and entry in one row")
struct CompactLayoutTests {
  func publication(_ name: String) -> Publication {
    Publication(objectKey: name, revalidateAfter: .seconds(60))
  }

  @Test("A regeneration is a read, an acquisition and an update, and leaves one row")
  func requests() async throws {
    let world = try await World()
    let a = world.worker("a", layout: .compact)
    let regenerator = Regenerator(a.pages)
    for name in ["home-1", "home-2"] {
      a.client.forgetSent()
      let page = try await regenerator.entry(for: "home") { _ in publication(name) }
      #expect(page.source == .rendered)
      #expect(a.client.sent == ["GetItem", "UpdateItem", "UpdateItem"])
      world.time.advance(by: .seconds(61))
    }
    let entry = try #require(try await a.pages.entry(for: "home"))
    #expect(entry.objectKey == "home-2")
    #expect(entry.version == 2)
    #expect(try await world.row("home", "LOCK") == nil)
    #expect(try await world.row("home", "META") == nil)
    let row = try #require(try await world.row("home", "PAGE"))
    #expect(row["lease_token"] == nil)
    #expect(row["lease_expires_at"] == 0)
  }

  @Test(
    "A lease is got only on the entry that was seen, and the refusal brings the newer one: it is not rendered again")
  func overtaken() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a", layout: .compact), world.worker("b", layout: .compact))
    let publication = publication("home-2")
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in self.publication("home-1") }
    world.time.advance(by: .seconds(61))
    a.client.script(
      "UpdateItem", [.meanwhile { _ in _ = try await Regenerator(b.pages).entry(for: "home") { _ in publication } }])
    a.client.forgetSent()
    let page = try await Regenerator(a.pages).entry(for: "home") { _ in
      Issue.record("rendered twice")
      return publication
    }
    #expect(page.source == .renderedElsewhere)
    #expect(page.entry.objectKey == "home-2")
    #expect(a.client.sent == ["GetItem", "UpdateItem"])
  }

  @Test("A stale worker cannot publish over newer work, nor take the lease of its successor")
  func staleWorker() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a", layout: .compact), world.worker("b", layout: .compact))
    let old = try await a.pages.leases.acquire("home", for: .seconds(10))
    world.time.advance(by: .seconds(10))
    let new = try await b.pages.leases.acquire("home", for: .seconds(10))
    await #expect {
      try await a.pages.publish(publication("old"), holding: old, lateness: .acceptedIfUnchallenged)
    } throws: { error in
      if case .lost(_, let holder?) = error as? PublishError { holder.owner == "b" } else { false }
    }
    try await b.pages.publish(publication("new"), holding: new)
    await #expect(throws: PublishError.lost("home", holder: nil)) {
      try await a.pages.publish(publication("old"), holding: old, lateness: .acceptedIfUnchallenged)
    }
    #expect(try await b.pages.entry(for: "home")?.objectKey == "new")
  }

  @Test("After its expiry a lease publishes only where that was allowed")
  func late() async throws {
    let world = try await World()
    let a = world.worker("a", layout: .compact)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    world.time.advance(by: .seconds(60))
    await #expect(throws: PublishError.lost("home", holder: nil)) {
      try await a.pages.publish(publication("late"), holding: lease)
    }
    try await a.pages.publish(publication("late"), holding: lease, lateness: .acceptedIfUnchallenged)
    #expect(try await a.pages.entry(for: "home")?.objectKey == "late")
  }

  @Test("A publication whose answer was lost is published, once", arguments: [1, 2, 3, 4])
  func lostAnswer(times: Int) async throws {
    let world = try await World()
    let a = world.worker("a", layout: .compact)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("UpdateItem", Array(repeating: .responseLost, count: times))
    let entry = try await a.pages.publish(publication("home-1"), holding: lease)
    #expect(entry.version == 1)
    #expect(try await a.pages.entry(for: "home")?.version == 1)
  }

  @Test("A lease never lets TTL take the entry earlier, whatever its own time")
  func timeToLive() async throws {
    let world = try await World()
    let a = world.worker("a", layout: .compact)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    try await a.pages.publish(publication("home-1"), holding: lease)
    let kept = try #require(try await world.row("home", "PAGE")?["ttl"])
    #expect(kept == .number(1_700_000_000 + 7 * 24 * 3600))
    let next = try await a.pages.leases.acquire("home", for: .seconds(10))
    #expect(try await world.row("home", "PAGE")?["ttl"] == kept)
    try await a.pages.leases.renew(next, for: .seconds(20))
    try await a.pages.leases.release(next)
    #expect(try await world.row("home", "PAGE")?["ttl"] == kept)
    // The entry's time is nearly over: the lease's own lasts longer, and moves it.
    world.time.advance(by: .seconds(7 * 24 * 3600))
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in
      let row = try await world.row("home", "PAGE")
      #expect(row?["ttl"] == .number(world.time.now.secondsRoundedDown + 10 + 3600))
      return publication("home-2")
    }
  }

  @Test("Whoever looks at the row as a lock or as an entry finds both")
  func holder() async throws {
    let world = try await World()
    let a = world.worker("a", layout: .compact)
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-1") }
    #expect(try await a.pages.leases.holder(of: "home") == nil)
    _ = try await a.pages.leases.acquire("home", for: .seconds(10))
    #expect(try await a.pages.leases.holder(of: "home")?.owner == "a")
    #expect(try await a.pages.entry(for: "home")?.objectKey == "home-1")
  }
}

extension CompactLayoutTests {
  @Test("A lease taken by hand on a row whose time is over keeps TTL from deleting it under the work")
  func overdueRow() async throws {
    let world = try await World()
    let a = world.worker("a", layout: .compact)
    try await a.pages.leases.release(try await a.pages.leases.acquire("nightly", for: .seconds(10)))
    world.time.advance(by: .seconds(24 * 3600))
    let lease = try await a.pages.leases.acquire("nightly", for: .seconds(10))
    let now = world.time.now.secondsRoundedDown
    #expect(try await world.row("nightly", "PAGE")?["ttl"] == .number(now + 10 + 3600))
    try await a.pages.leases.renew(lease, for: .seconds(7200))
    #expect(try await world.row("nightly", "PAGE")?["ttl"] == .number(now + 7200 + 3600))
  }

  @Test("A row that was deleted after it was read is no trouble")
  func vanished() async throws {
    let world = try await World()
    let a = world.worker("a", layout: .compact)
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("1") }
    world.time.advance(by: .seconds(61))
    a.client.script(
      "UpdateItem",
      [.meanwhile { try await $0.deleteItem(["pk": "CACHE#home", "sk": "PAGE"], from: "pages") }])
    #expect(try await Regenerator(a.pages).entry(for: "home") { _ in publication("2") }.source == .rendered)
  }

  @Test("Published, answer lost, and replaced since: nobody can tell, and nobody says that it was not published")
  func replacedMeanwhile() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a", layout: .compact), world.worker("b", layout: .compact))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    let other = publication("b")
    a.client.script(
      "UpdateItem",
      [
        .responseLost,
        .meanwhile { _ in
          try await b.pages.publish(other, holding: try await b.pages.leases.acquire("home", for: .seconds(10)))
        },
      ])
    await #expect(throws: PublishError.outcomeUnknown("home")) {
      try await a.pages.publish(publication("a"), holding: lease)
    }
  }
}
