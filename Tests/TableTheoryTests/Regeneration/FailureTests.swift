import DynamoDB
import TableTheory
import Testing

@Suite("A page that cannot be made or read", .timeLimit(.minutes(5)))
struct FailureTests {
  private struct RenderFailed: Error {}

  private func publication(_ name: String) -> Publication {
    Publication(objectKey: name, revalidateAfter: .seconds(60))
  }

  @Test("Where the render fails, the stale page is served, and the next calls do not try again at once")
  func servesStale() async throws {
    let world = try await World()
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    let tries = Tally()
    func ask() async throws -> Page {
      try await regenerator.entry(for: "home") { _ in
        tries.add()
        throw RenderFailed()
      }
    }
    // After one second, two, four ...
    for (wait, expected) in [(0, 1), (0, 1), (1, 2), (1, 2), (1, 3), (3, 3), (1, 4)] {
      world.time.advance(by: .seconds(wait))
      let page = try await ask()
      #expect(page.entry.objectKey == "home-1")
      if case .staleAfterFailure(let failure) = page.source {
        #expect(failure.error is RenderFailed)
      } else {
        Issue.record("\(page.source)")
      }
      #expect(tries.count == expected)
    }
    world.time.advance(by: .seconds(60))
    #expect(try await regenerator.entry(for: "home") { _ in publication("home-2") }.source == .rendered)
  }

  @Test("After a render that succeeded, failures are counted anew, and no pause is longer than the longest")
  func failuresInARow() async throws {
    let world = try await World()
    let a = world.worker("a")
    let retry = RetryAfterFailure(first: .seconds(1), longest: .seconds(3))
    let regenerator = Regenerator(a.pages, configuration: .init(failedRender: .throwError, retry: retry))
    let tries = Tally()
    func fail() async {
      await #expect(throws: (any Error).self) {
        try await regenerator.entry(for: "home") { _ in
          tries.add()
          throw RenderFailed()
        }
      }
    }
    for pause in [1, 2, 3, 3, 3] {
      await fail()
      world.time.advance(by: .seconds(pause) - .milliseconds(1))
      let count = tries.count
      await fail()
      #expect(tries.count == count)
      world.time.advance(by: .milliseconds(1))
    }
    #expect(tries.count == 5)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    await fail()
    world.time.advance(by: .seconds(1))
    await fail()
    #expect(tries.count == 7)
  }

  @Test("Where errors are wanted, or there is nothing to serve, the error is the caller's, and then that it failed")
  func throwsError() async throws {
    let world = try await World()
    let a = world.worker("a")
    let strict = Regenerator(a.pages, configuration: .init(failedRender: .throwError))
    await #expect(throws: RenderFailed.self) { try await strict.entry(for: "home") { _ in throw RenderFailed() } }
    await #expect {
      try await strict.entry(for: "home") { _ in publication("x") }
    } throws: { error in
      if case .failedRecently("home", let failure) = error as? RegenerationError { failure.count == 1 } else { false }
    }
    world.time.advance(by: .seconds(1))
    #expect(try await strict.entry(for: "home") { _ in publication("home-1") }.source == .rendered)
    world.time.advance(by: .seconds(61))
    await #expect(throws: RenderFailed.self) { try await strict.entry(for: "home") { _ in throw RenderFailed() } }
  }

  @Test("Where the table cannot be read, what is known is served for a while")
  func lastKnown() async throws {
    let world = try await World()
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages, configuration: .init(lastKnownFor: .seconds(100)))
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    _ = try await regenerator.entry(for: "home") { _ in publication("x") }
    for wait in [0, 99] {
      world.time.advance(by: .seconds(wait))
      a.client.script("GetItem", [.error(.unavailable("down"))])
      let page = try await regenerator.entry(for: "home") { _ in publication("x") }
      #expect(page.entry.objectKey == "home-1")
      #expect(page.source == .lastKnown(.unavailable("down")))
    }
    world.time.advance(by: .seconds(2))
    a.client.script("GetItem", [.error(.unavailable("down"))])
    await #expect(throws: RegenerationError.unavailable("home", .unavailable("down"))) {
      try await regenerator.entry(for: "home") { _ in publication("x") }
    }
    a.client.script("GetItem", [.error(.unavailable("down"))])
    await #expect(throws: RegenerationError.self) {
      try await regenerator.entry(for: "unknown") { _ in publication("x") }
    }
  }

  @Test("Nor does a caller that waits for somebody else's render fail with the table")
  func lastKnownWhileWaiting() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let regenerator = Regenerator(a.pages, configuration: .init(contention: .wait))
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    _ = try await b.pages.leases.acquire("home", for: .seconds(3600))
    a.client.script("GetItem", [.beforeAnswer { _ in }, .error(.unavailable("down"))])
    let page = try await regenerator.entry(for: "home") { _ in publication("x") }
    #expect(page.entry.objectKey == "home-1" && page.source == .lastKnown(.unavailable("down")))
  }

  @Test("A page that was refused to be served is not served either where the table cannot be read")
  func lastKnownHard() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    try await b.pages.invalidate("home", .hard)
    let lease = try await b.pages.leases.acquire("home", for: .seconds(3600))
    await #expect(throws: RegenerationError.self) { try await regenerator.entry(for: "home") { _ in publication("x") } }
    a.client.script("GetItem", [.error(.unavailable("down"))])
    await #expect(throws: RegenerationError.unavailable("home", .unavailable("down"))) {
      try await regenerator.entry(for: "home") { _ in publication("x") }
    }
    _ = lease
  }
}
