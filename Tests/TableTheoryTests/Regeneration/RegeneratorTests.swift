import DynamoDB
import Synchronization
import TableTheory
import Testing

struct RegeneratorTests {
  private struct RenderFailed: Error {}

  private func publication(_ name: String) -> Publication {
    Publication(objectKey: name, revalidateAfter: .seconds(60))
  }

  @Test("A missing page is rendered once, then served from the table with one read")
  func once() async throws {
    let world = try await World()
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    let first = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    #expect(first.source == .rendered)
    a.client.forgetSent()
    let second = try await regenerator.entry(for: "home") { _ in
      Issue.record("rendered twice")
      return publication("home-2")
    }
    #expect(second.source == .fresh)
    #expect(second.entry.objectKey == "home-1")
    #expect(a.client.sent == ["GetItem"])
  }

  @Test("A stale page costs three requests to make anew: read, acquire, publish")
  func requests() async throws {
    let world = try await World()
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(60))
    a.client.forgetSent()
    let page = try await regenerator.entry(for: "home") { _ in publication("home-2") }
    #expect(page.source == .rendered)
    #expect(a.client.sent == ["GetItem", "UpdateItem", "TransactWriteItems"])
  }

  @Test("While somebody renders, others serve the stale page")
  func servesStale() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    let page = try await Regenerator(a.pages).entry(for: "home") { _ in
      let seen = try await Regenerator(b.pages).entry(for: "home") { _ in
        Issue.record("rendered twice")
        return publication("home-x")
      }
      #expect(seen.entry.objectKey == "home-1")
      if case .stale(let holder) = seen.source { #expect(holder.owner == "a") } else { Issue.record("not stale") }
      return publication("home-2")
    }
    #expect(page.entry.objectKey == "home-2")
  }

  @Test("A page that was published between the read and the lease is not rendered again")
  func publishedInBetween() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let publication = publication("home-2")
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in self.publication("home-1") }
    world.time.advance(by: .seconds(61))
    a.client.script(
      "UpdateItem",
      [.meanwhile { _ in _ = try await Regenerator(b.pages).entry(for: "home") { _ in publication } }])
    let page = try await Regenerator(a.pages).entry(for: "home") { _ in
      Issue.record("rendered twice")
      return publication
    }
    #expect(page.source == .renderedElsewhere)
    #expect(page.entry.objectKey == "home-2")
    _ = try await b.pages.leases.acquire("home", for: .seconds(1))
  }

  @Test("A failed render gives the lease back and its error to the caller")
  func failedRender() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    await #expect(throws: RenderFailed.self) {
      try await Regenerator(a.pages).entry(for: "home") { _ in throw RenderFailed() }
    }
    let page = try await Regenerator(b.pages).entry(for: "home") { _ in publication("home-1") }
    #expect(page.source == .rendered)
  }

  @Test("A caller that is cancelled while it acquires leaves no lease behind")
  func cancelledAcquisition() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    a.client.script("UpdateItem", [.neverAnswered])
    let task = Task {
      try? await Regenerator(a.pages).entry(for: "home") { _ in
        Issue.record("it rendered")
        return publication("home-1")
      }
    }
    try await eventually("it is acquired") { try await world.row("home", "LOCK")?["lease_token"] != nil }
    task.cancel()
    #expect(await task.value == nil)
    #expect(try await world.row("home", "LOCK")?["lease_token"] == nil)
  }

  @Test("Where the answers to the acquisition are lost, it is found out", arguments: [true, false])
  func lostAcquisition(carriedOut: Bool) async throws {
    let world = try await World()
    let a = world.worker("a")
    a.client.script("UpdateItem", Array(repeating: carriedOut ? .responseLost : .requestLost, count: 3))
    let page = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-1") }
    #expect(page.source == .rendered)
  }

  @Test("A render that was overtaken is served to its caller, and is not current")
  func overtaken() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let page = try await Regenerator(a.pages).entry(for: "home") { _ in
      world.time.advance(by: .seconds(11))
      _ = try await Regenerator(b.pages).entry(for: "home") { _ in publication("home-b") }
      return publication("home-a")
    }
    #expect(page.entry.objectKey == "home-a")
    if case .unpublished(.lost) = page.source {} else { Issue.record("\(page.source)") }
    #expect(try await a.pages.entry(for: "home")?.objectKey == "home-b")
  }

  @Test("A render that outlived its lease is published if nobody else has begun, unless that is refused")
  func outlived() async throws {
    let world = try await World()
    let a = world.worker("a")
    let slow = try await Regenerator(a.pages).entry(for: "home") { _ in
      world.time.advance(by: .seconds(30))
      return publication("home-1")
    }
    #expect(slow.source == .rendered)
    #expect(try await a.pages.entry(for: "home")?.objectKey == "home-1")
    let refused = try await Regenerator(a.pages, configuration: .init(lateness: .refused)).entry(for: "about") { _ in
      world.time.advance(by: .seconds(30))
      return publication("about-1")
    }
    #expect(refused.source == .unpublished(.lost("about", holder: nil)))
    #expect(try await a.pages.entry(for: "about") == nil)
  }

  @Test("Where the table does not let a stale page be made anew, it is served")
  func unavailable() async throws {
    let world = try await World()
    let a = world.worker("a")
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    for error in [DynamoDBError.transactionConflict("busy"), .unavailable("down")] {
      a.client.script("UpdateItem", [.error(error)])
      let page = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-2") }
      #expect(page.entry.objectKey == "home-1")
      if case .staleUnavailable = page.source {} else { Issue.record("\(page.source)") }
    }
  }

  @Test("A missing page waits for a throttled table instead of failing")
  func throttled() async throws {
    let world = try await World()
    let a = world.worker("a")
    a.client.script("UpdateItem", [.error(.transactionConflict("busy"))])
    #expect(try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-1") }.source == .rendered)
  }

  @Test("An invalidation that arrives while a page is rendered wins over that render")
  func invalidatedMeanwhile() async throws {
    let world = try await World()
    let a = world.worker("a")
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    let now = world.time.now.secondsRoundedDown
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in
      try await world.engine.updateItem(
        ["pk": "CACHE#home", "sk": "META"], in: "pages", Update().set("invalidated_at", to: .number(now + 2)))
      world.time.advance(by: .seconds(5))
      return publication("home-2")
    }
    #expect(try await a.pages.entry(for: "home")?.freshness(at: world.time.now).isFresh == false)
  }

  @Test("After an acquisition that published nothing the row still tells that nobody published: no second read")
  func releasedInBetween() async throws {
    let world = try await World()
    let a = world.worker("a")
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    try await a.pages.leases.release(try await a.pages.leases.acquire("home", for: .seconds(10)))
    a.client.forgetSent()
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-2") }
    #expect(a.client.sent == ["GetItem", "UpdateItem", "TransactWriteItems"])
  }

  @Test("A caller that goes away gives its lease back")
  func cancelled() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let task = Task {
      try await Regenerator(a.pages).entry(for: "home") { _ in
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        throw CancellationError()
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    _ = try await b.pages.leases.acquire("home", for: .seconds(10))
  }

  @Test("Who waits for a missing page gets the one that was rendered, or an end to the waiting")
  func waiting() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(600))
    await #expect { _ = try await Regenerator(b.pages).entry(for: "home") { _ in publication("x") } } throws: { error in
      if case .timedOut(_, let holder?) = error as? RegenerationError { holder.owner == "a" } else { false }
    }
    let (pages, published) = (a.pages, publication("home-1"))
    b.client.script(
      "GetItem", [.meanwhile { _ in }, .meanwhile { _ in try await pages.publish(published, holding: lease) }])
    let page = try await Regenerator(b.pages).entry(for: "home") { _ in publication("x") }
    #expect(page.source == .renderedElsewhere)
  }

  @Test("A dead worker's page is taken over when its lease is over")
  func takeover() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let start = world.time.now
    let dead = try await a.pages.leases.acquire("home", for: .seconds(10))
    let page = try await Regenerator(b.pages).entry(for: "home") { _ in publication("home-b") }
    #expect(page.source == .rendered)
    #expect(world.time.now - start < .milliseconds(10_200))
    await #expect(throws: PublishError.self) { try await a.pages.publish(publication("home-a"), holding: dead) }
  }

  @Test("Another SDK's write that erased a fence which was ahead does not keep the page from being made anew")
  func erasedFence() async throws {
    let world = try await World()
    let a = world.worker("a")
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-1") }
    // The clock of the last publisher was an hour ahead; then another SDK held and released the lease.
    let ahead = (world.time.now + .seconds(3600)).milliseconds
    try await world.engine.updateItem(
      ["pk": "CACHE#home", "sk": "META"], in: "pages", Update().set("fence", to: .number(ahead)))
    try await world.put("home", "LOCK", ["lease_token": "theirs", "lease_expires_at": 1_700_000_005])
    world.time.advance(by: .seconds(61))
    let page = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-2") }
    #expect(page.source == .rendered)
    #expect(try await a.pages.entry(for: "home")?.fence == ahead + 1)
    world.time.advance(by: .seconds(61))
    a.client.forgetSent()
    let next = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-3") }
    #expect(next.source == .rendered)
    #expect(a.client.sent == ["GetItem", "UpdateItem", "TransactWriteItems"])
  }
}
