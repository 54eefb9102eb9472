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

/// What a second reading of the code showed.
struct InvalidationCornerTests {
  private func publication(_ name: String) -> Publication {
    Publication(objectKey: name, revalidateAfter: .seconds(600))
  }

  @Test(
    "Where the row is deleted while it is made anew, the next invalidations count on", arguments: CacheLayout.allCases)
  func deletedMeanwhile(layout: CacheLayout) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout)
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in publication("1") }
    for _ in 0..<5 { try await a.pages.invalidate("home") }
    guard layout == .interoperable else { return }
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in
      try await world.engine.deleteItem(["pk": "CACHE#home", "sk": "META"], from: "pages")
      return publication("2")
    }
    world.time.advance(by: .seconds(1))
    #expect(try await a.pages.entry(for: "home")?.freshness(at: world.time.now).isFresh == true)
    try await a.pages.invalidate("home")
    #expect(try await a.pages.entry(for: "home")?.freshness(at: world.time.now).isFresh == false)
  }

  @Test("A first render that outlived its lease does not win over an invalidation either")
  func outlivedFirstRender() async throws {
    let world = try await World()
    let a = world.worker("a")
    let page = try await Regenerator(a.pages).entry(for: "home") { _ in
      world.time.advance(by: .seconds(12))
      let isInvalidated = try await a.pages.invalidate("home")
      #expect(isInvalidated)
      world.time.advance(by: .seconds(3))
      return publication("1")
    }
    #expect(page.source == .rendered)
    #expect(try await a.pages.entry(for: "home")?.freshness(at: world.time.now).isFresh == false)
  }

  @Test("A page that was hard invalidated while it is made anew is not served for longer than a second")
  func meanwhile() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages, configuration: .init(waitingUpTo: .seconds(5)))
    _ = try await regenerator.entry(for: "home") { _ in publication("1") }
    try await a.pages.invalidate("home")
    _ = try await regenerator.entry(for: "home") { _ in
      let soft = try await regenerator.entry(for: "home") { _ in publication("x") }
      #expect(soft.entry.objectKey == "1")
      try await a.pages.invalidate("home", .hard)
      world.time.advance(by: .seconds(2))
      let waiter = Task { try await regenerator.entry(for: "home") { _ in publication("x") } }
      await eventually("it waits") { world.time.sleepers == 1 }
      world.time.advance(by: .seconds(3))
      // Its own flight: the lease is held, so that it waits for that, and then gives up.
      await eventually("it waits again") { world.time.sleepers == 1 }
      waiter.cancel()
      await #expect(throws: (any Error).self) { try await waiter.value }
      return publication("2")
    }
  }

  @Test("A soft invalidation does not hide a hard one that somebody else made")
  func softAfterHardTag() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let tagged = Publication(objectKey: "1", revalidateAfter: .seconds(600), tags: ["news"])
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in tagged }
    world.time.advance(by: .seconds(10))
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in tagged }
    try await b.pages.invalidate(tag: CacheTag("news"), .hard)
    world.time.advance(by: .seconds(4))
    try await a.pages.invalidate(tag: CacheTag("news"), .soft)
    world.time.advance(by: .seconds(2))
    let entry = try #require(try await a.pages.entry(for: "home"))
    let generations = try await a.pages.generations(of: entry)
    #expect(!entry.freshness(at: world.time.now, generations: generations).isServable)
  }

  @Test("A page whose tags are invalidated fits its budget still")
  func budgetAfterTags() async throws {
    let world = try await World()
    let a = world.worker("a", configuration: .init(tagsCachedFor: .zero))
    var tags: Set<String> = []
    var published: Set<String> = []
    while tags.count < 40 {
      tags.insert("tag-number-\(tags.count)")
      let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
      do {
        try await a.pages.publish(
          Publication(objectKey: "1", revalidateAfter: .seconds(60), renderTime: .seconds(1), tags: tags),
          holding: lease)
        published = tags
      } catch PublishError.invalid {
        try await a.pages.leases.release(lease)
        break
      }
    }
    #expect(published.count > 10)
    for tag in published { try await a.pages.invalidate(tag: CacheTag(tag)) }
    try await a.pages.invalidate("home", .hard)
    world.time.advance(by: .seconds(10))
    let page = try await Regenerator(a.pages).entry(for: "home") { _ in
      Publication(objectKey: "2", revalidateAfter: .seconds(60), tags: published)
    }
    #expect(page.source == .rendered)
    let row = try #require(try await world.row("home", "META"))
    #expect(row["tag_generations"]?.map?.count == published.count)
    #expect(row.size <= 1024)
  }
}
