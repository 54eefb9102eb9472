import DynamoDB
import TableTheory
import Testing

@Suite("What a worker looks at before it takes a page for another one")
struct SecondLookTests {
  private func publication(_ name: String) -> Publication {
    Publication(objectKey: name, revalidateAfter: .seconds(60))
  }

  @Test("Two publications in one second, one of them invalidated, are told apart by a second look")
  func invalidatedInTheSameSecond() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let (first, second) = (publication("home-1"), publication("home-2"))
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in first }
    try await a.pages.invalidate("home", .hard)
    a.client.script(
      "UpdateItem",
      [
        .meanwhile { _ in
          _ = try await Regenerator(b.pages).entry(for: "home") { _ in second }
          // Another acquisition that published nothing: the fences do not tell any more.
          try await b.pages.leases.release(try await b.pages.leases.acquire("home", for: .seconds(1)))
        }
      ])
    let page = try await Regenerator(a.pages).entry(for: "home") { _ in
      Issue.record("rendered twice")
      return first
    }
    #expect(page.entry.objectKey == "home-2")
    #expect(page.source == .renderedElsewhere)
  }

  @Test("Who waits for a new page is not satisfied by the old one")
  func waitingForAnother() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let (old, new, pages) = (publication("home-1"), publication("home-2"), b.pages)
    _ = try await Regenerator(a.pages).entry(for: "home") { _ in old }
    world.time.advance(by: .seconds(61))
    let lease = try await b.pages.leases.acquire("home", for: .seconds(600))
    a.client.script(
      "GetItem",
      [.meanwhile { _ in }, .meanwhile { _ in }, .meanwhile { _ in try await pages.publish(new, holding: lease) }])
    let regenerator = Regenerator(a.pages, configuration: .init(contention: .wait))
    let page = try await regenerator.entry(for: "home") { _ in old }
    #expect(page.entry.objectKey == "home-2")
    #expect(page.source == .renderedElsewhere)
  }

  @Test("A body that does not say when it was made is as old as the answer that let its making begin")
  func madeAfterTheAnswer() async throws {
    let world = try await World()
    let a = world.worker("a")
    let time = world.time
    let start = time.now
    a.client.script("UpdateItem", [.meanwhile { _ in time.advance(by: .seconds(5)) }])
    let lease = try await a.pages.leases.acquire("home", for: .seconds(60))
    time.advance(by: .seconds(7))
    try await a.pages.publish(publication("home-1"), holding: lease)
    #expect(try await a.pages.entry(for: "home")?.generatedAt == start + .seconds(5))
  }

  @Test("Who comes after a newer page was published is not given the old one that another call had read before")
  func joinsAnOldReading() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.worker("a"), world.worker("b"))
    let (old, new, pages, time) = (publication("home-1"), publication("home-2"), b.pages, world.time)
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in old }
    time.advance(by: .seconds(61))
    let lease = try await pages.leases.acquire("home", for: .seconds(600))
    let late = AsyncStream<Task<Page, any Error>>.makeStream()
    a.client.script(
      "UpdateItem",
      [
        .beforeAnswer { _ in
          // The first call has read the old page, and is refused the lease: now the newer one is there.
          try await pages.publish(new, holding: lease)
          time.advance(by: .milliseconds(1))
          late.continuation.yield(Task { try await regenerator.entry(for: "home") { _ in old } })
          await eventually("it waits") { time.sleepers == 1 }
        }
      ])
    let first = try await regenerator.entry(for: "home") { _ in old }
    #expect(first.entry.objectKey == "home-1")
    for await call in late.stream {
      #expect(try await call.value.entry.objectKey == "home-2")
      break
    }
  }
}
