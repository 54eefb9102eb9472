import DynamoDB
import TableTheory
import Testing

/// The examples of docs/regeneration.md and docs/running.md, as they stand there.
struct RegenerationGuideTests {
  private func render(_ page: String) async throws -> String { "<p>\(page)</p>" }

  private struct Bodies: Sendable {
    func store(_ body: String) async throws -> String { "home/\(body.count)" }
  }

  private let bodies = Bodies()

  @Test("The whole decision, and an entry that is made out of date")
  func regeneration() async throws {
    let client = try await World().engine

    let pages = CacheTable("pages", on: client)
    let regenerator = Regenerator(pages)

    let page = try await regenerator.entry(for: "home") { lease in
      let body = try await render("home")
      return Publication(objectKey: try await bodies.store(body), revalidateAfter: .seconds(60))
    }
    #expect(page.source == .rendered)

    try await pages.invalidate("home")  // served until the new one is there
    try await pages.invalidate("home", .hard)  // not served any more
    try await pages.invalidate(tag: CacheTag("news"))  // every page with the tag, with one write
    try await pages.invalidate(tag: .deploy("42"))  // everything that this deploy rendered
    let entry = try #require(try await pages.entry(for: "home"))
    #expect(!entry.freshness(at: SystemTime().now).isServable)
  }

  @Test("In a server, refreshes are a task of the service's")
  func server() async throws {
    let pages = CacheTable("pages", on: try await World().engine)
    let regenerator = Regenerator(pages)
    func serve() async throws { _ = try await page(of: regenerator, refreshes) }
    let refreshes = BackgroundRefreshes()

    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await refreshes.run() }  // makes stale pages anew
      try await serve()  // returns when the server is told to stop
      group.cancelAll()
    }

    #expect(refreshes.count == 0)
  }

  private func page(of regenerator: Regenerator, _ refreshes: BackgroundRefreshes) async throws -> Page {
    let bodies = bodies

    let page = try await regenerator.entry(for: "home", refreshingIn: refreshes) { _ in
      Publication(objectKey: try await bodies.store("<p>home</p>"), revalidateAfter: .seconds(60))
    }
    await refreshes.drain()  // before the answer: afterwards nothing runs any more
    return page
  }

  @Test("In a function, refreshes are done before the answer")
  func function() async throws {
    let world = try await World()
    let pages = CacheTable("pages", on: world.engine, time: world.time)
    let regenerator = Regenerator(pages)
    let refreshes = BackgroundRefreshes()
    #expect(try await page(of: regenerator, refreshes).source == .rendered)
    world.time.advance(by: .seconds(61))
    #expect(try await page(of: regenerator, refreshes).source == .staleRefreshing)
    #expect(try await page(of: regenerator, refreshes).source == .fresh)
  }
}
