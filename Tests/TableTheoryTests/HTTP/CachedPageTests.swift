import DynamoDB
import HTTPTypes
import TableTheory
import Testing

@Suite("What a regenerator knows to be out of date is kept by no other cache")
struct CachedPageTests {
  private func publication(_ name: String) -> Publication {
    Publication(objectKey: name, revalidateAfter: .seconds(60), tags: ["news"])
  }

  private func control(_ page: Page, in world: World) throws -> String? {
    let response = CachedResponse(page, at: world.time.now, staleWhileRevalidate: .seconds(30))
    return try #require(HTTPCaching().answer(to: .get, [:], with: response, at: world.time.now)).headers[.cacheControl]
  }

  private let kept = "max-age=0, s-maxage=60, stale-while-revalidate=30"
  private let notKept = "max-age=0, s-maxage=0"

  /// A page that `b` has the lease on, as a regenerator of `a` finds it when its time is over or its tag is invalidated.
  private func found(
    in world: World, over: Bool, isInvalidated: Bool
  ) async throws -> (regenerator: Regenerator, client: FaultyClient, page: Page) {
    let (a, b) = (world.worker("a"), world.worker("b"))
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(over ? 61 : 10))
    if isInvalidated { try await b.pages.invalidate(tag: CacheTag("news")) }
    _ = try await b.pages.leases.acquire("home", for: .seconds(3600))
    return (regenerator, a.client, try await regenerator.entry(for: "home") { _ in publication("x") })
  }

  @Test("A stale page is kept for its windows, and not where a tag has made it stale too", arguments: [true, false])
  func stale(isInvalidated: Bool) async throws {
    let world = try await World()
    let page = try await found(in: world, over: true, isInvalidated: isInvalidated).page
    guard case .stale = page.source else {
      Issue.record("\(page.source)")
      return
    }
    #expect(try control(page, in: world) == (isInvalidated ? notKept : kept))
  }

  @Test("The last known page, too, where a tag had made it stale when it was read", arguments: [true, false])
  func lastKnown(isInvalidated: Bool) async throws {
    let world = try await World()
    let (regenerator, client, _) = try await found(in: world, over: false, isInvalidated: isInvalidated)
    client.script("GetItem", [.error(.unavailable("down"))])
    let page = try await regenerator.entry(for: "home") { _ in publication("x") }
    #expect(page.source == .lastKnown(.unavailable("down")))
    #expect(try control(page, in: world) == (isInvalidated ? notKept : kept))
  }

  @Test("What somebody else made, and was invalidated since", arguments: [true, false])
  func elsewhere(isInvalidated: Bool) async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let lease = try await b.pages.leases.acquire("home", for: .seconds(3600))
    let publication = publication("home-1")
    a.client.script(
      "GetItem",
      [
        .beforeAnswer { _ in },
        .meanwhile { _ in
          try await b.pages.publish(publication, holding: lease)
          world.time.advance(by: .seconds(1))
          if isInvalidated { try await b.pages.invalidate(tag: CacheTag("news")) }
        },
      ])
    let page = try await Regenerator(a.pages).entry(for: "home") { _ in publication }
    #expect(page.source == .renderedElsewhere)
    #expect(try control(page, in: world) == (isInvalidated ? notKept : kept))
  }

  @Test("What was invalidated while it was made is its caller's, as far as the publication's answer tells")
  func rendered() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a", layout: .compact), world.worker("b", layout: .compact))
    let page = try await Regenerator(a.pages).entry(for: "home") { _ in
      try await b.pages.invalidate("home", .hard)
      return publication("home-1")
    }
    #expect(page.source == .rendered)
    #expect(try control(page, in: world) == notKept)
  }
}
