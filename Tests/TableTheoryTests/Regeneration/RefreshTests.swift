import DynamoDB
import TableTheory
import Testing

@Suite("A page is made anew before anybody waits for it", .timeLimit(.minutes(5)))
struct RefreshTests {
  private func publication(_ name: String) -> Publication {
    Publication(objectKey: name, revalidateAfter: .seconds(60))
  }

  @Test("The stale page is returned at once, and made anew when the service's task gets to it")
  func background() async throws {
    let world = try await World()
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    let refreshes = BackgroundRefreshes()
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    let renders = Tally()
    for _ in 0..<10 {
      let page = try await regenerator.entry(for: "home", refreshingIn: refreshes) { _ in
        renders.add()
        return publication("home-2")
      }
      #expect(page.entry.objectKey == "home-1")
      #expect(page.source == .staleRefreshing)
    }
    #expect(refreshes.count == 1)
    #expect(renders.count == 0)
    let service = Task { await refreshes.run() }
    await eventually("it is made anew") { refreshes.count == 0 }
    service.cancel()
    await service.value
    #expect(renders.count == 1)
    #expect(try await regenerator.entry(for: "home") { _ in publication("x") }.entry.objectKey == "home-2")
  }

  @Test("A function that is frozen after its answer makes the pages before it")
  func drain() async throws {
    let world = try await World()
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    let refreshes = BackgroundRefreshes()
    let keys: [CacheKey] = ["one", "two", "three"]
    for key in keys { _ = try await regenerator.entry(for: key) { _ in publication("old") } }
    world.time.advance(by: .seconds(61))
    for key in keys { _ = try await regenerator.entry(for: key, refreshingIn: refreshes) { _ in publication("new") } }
    #expect(refreshes.count == 3)
    await refreshes.drain()
    #expect(refreshes.count == 0)
    for key in keys { #expect(try await a.pages.entry(for: key)?.objectKey == "new") }
  }

  @Test("A missing page is made by its caller, and one that finds no room as well")
  func noRoom() async throws {
    let world = try await World()
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    let refreshes = BackgroundRefreshes(capacity: 1)
    for key in ["one", "two"] as [CacheKey] {
      let page = try await regenerator.entry(for: key, refreshingIn: refreshes) { _ in publication("old") }
      #expect(page.source == .rendered)
    }
    world.time.advance(by: .seconds(61))
    let first = try await regenerator.entry(for: "one", refreshingIn: refreshes) { _ in publication("new") }
    #expect(first.source == .staleRefreshing)
    let second = try await regenerator.entry(for: "two", refreshingIn: refreshes) { _ in publication("new") }
    #expect(second.source == .rendered)
  }

  @Test("A page that waits to be made takes one place, however often it is asked for")
  func onePlace() async throws {
    let world = try await World()
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    let refreshes = BackgroundRefreshes(capacity: 2)
    for key in ["one", "two"] as [CacheKey] { _ = try await regenerator.entry(for: key) { _ in publication("old") } }
    world.time.advance(by: .seconds(61))
    for key in ["one", "one", "one", "two"] as [CacheKey] {
      let page = try await regenerator.entry(for: key, refreshingIn: refreshes) { _ in publication("new") }
      #expect(page.source == .staleRefreshing)
    }
  }

  @Test("Early, the likelier the longer it takes to render and the less time is left")
  func early() async throws {
    let world = try await World()
    let a = world.worker("a")
    func rendersEarly(after age: Duration, chance: Double) async throws -> Bool {
      let key = CacheKey("page-\(age)-\(chance)")
      let early = EarlyRefresh(eagerness: 1, chance: { chance })
      let regenerator = Regenerator(a.pages, configuration: .init(earlyRefresh: early))
      _ = try await regenerator.entry(for: key) { _ in
        world.time.advance(by: .seconds(2))
        return publication("1")
      }
      world.time.advance(by: age - .seconds(2))
      return try await regenerator.entry(for: key) { _ in publication("2") }.source == .rendered
    }
    // A render of 2 s, 60 s fresh: it is due once 2 s × -ln(chance) reaches what is left.
    #expect(try await !rendersEarly(after: .seconds(58), chance: 0.5))
    #expect(try await rendersEarly(after: .seconds(59), chance: 0.5))
    #expect(try await !rendersEarly(after: .seconds(50), chance: 0.01))
    #expect(try await rendersEarly(after: .seconds(51), chance: 0.01))
    #expect(try await !rendersEarly(after: .seconds(59), chance: 1))
  }
}
