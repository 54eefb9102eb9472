import DynamoDB
import TableTheory
import Testing

@Suite("A page is made anew because somebody says so")
struct InvalidationTests {
  private func publication(_ name: String) -> Publication {
    Publication(objectKey: name, revalidateAfter: .seconds(600))
  }

  @Test("It is out of date until it is published again, also within the same second", arguments: CacheLayout.allCases)
  func untilPublished(layout: CacheLayout) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout)
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    #expect(try await a.pages.invalidate("home"))
    #expect(
      try await a.pages.entry(for: "home")?.freshness(at: world.time.now)
        == .invalidated(at: world.time.now, .soft))
    // No time passes: the invalidations are counted.
    let second = try await regenerator.entry(for: "home") { _ in publication("home-2") }
    #expect(second.source == .rendered)
    #expect(try await regenerator.entry(for: "home") { _ in publication("home-3") }.source == .fresh)
  }

  @Test(
    "One that arrives while the page is rendered wins over that render, whatever the clocks say",
    arguments: CacheLayout.allCases, [Duration.zero, .seconds(-3600), .seconds(3600)])
  func meanwhile(layout: CacheLayout, offset: Duration) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout)
    // The one who invalidates has a clock of his own.
    let theirs = ManualTime(world.time.now + offset)
    let b = CacheTable("pages", on: world.engine, layout: layout, time: theirs)
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(601))
    let page = try await regenerator.entry(for: "home") { _ in
      world.time.advance(by: .seconds(1))
      try await b.invalidate("home")
      world.time.advance(by: .seconds(1))
      return publication("home-2")
    }
    #expect(page.source == .rendered)
    #expect(try await a.pages.entry(for: "home")?.freshness(at: world.time.now).isFresh == false)
    #expect(try await regenerator.entry(for: "home") { _ in publication("home-3") }.source == .rendered)
    #expect(try await a.pages.entry(for: "home")?.freshness(at: world.time.now).isFresh == true)
  }

  @Test("One that arrives while a page is rendered for the first time is not lost", arguments: CacheLayout.allCases)
  func firstRender(layout: CacheLayout) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout)
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in
      world.time.advance(by: .seconds(1))
      let isInvalidated = try await a.pages.invalidate("home")
      #expect(isInvalidated)
      return publication("home-1")
    }
    #expect(try await a.pages.entry(for: "home")?.freshness(at: world.time.now).isFresh == false)
  }

  @Test("Where there is no page and nobody makes one, there is nothing to invalidate", arguments: CacheLayout.allCases)
  func nothing(layout: CacheLayout) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout)
    #expect(try await !a.pages.invalidate("home"))
    #expect(try await world.row("home", layout == .compact ? "PAGE" : "META") == nil)
  }

  @Test("A soft one lets the page be served meanwhile, a hard one does not", arguments: CacheLayout.allCases)
  func kinds(layout: CacheLayout) async throws {
    let world = try await World()
    let (a, b) = (world.worker("a", layout: layout), world.worker("b", layout: layout))
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-1") }
    for kind in Invalidation.allCases {
      try await a.pages.invalidate("home", kind)
      let lease = try await a.pages.leases.acquire("home", for: .seconds(3600))
      let result = try? await Regenerator(b.pages).entry(for: "home") { _ in publication("home-x") }
      switch kind {
      case .soft: #expect(result?.entry.objectKey == "home-1")
      case .hard: #expect(result == nil)
      }
      try await a.pages.leases.release(lease)
      _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-1") }
    }
  }

  @Test("A soft one after a hard one does not make the page servable again")
  func hardThenSoft() async throws {
    let world = try await World()
    let a = world.worker("a")
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("home-1") }
    try await a.pages.invalidate("home", .hard)
    try await a.pages.invalidate("home", .soft)
    #expect(try await a.pages.entry(for: "home")?.freshness(at: world.time.now).isServable == false)
  }
}
