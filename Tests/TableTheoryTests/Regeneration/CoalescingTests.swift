import DynamoDB
import TableTheory
import Testing

@Suite("Calls of one process for one page do its work once", .timeLimit(.minutes(5)))
struct CoalescingTests {
  func publication(_ name: String) -> Publication {
    Publication(objectKey: name, revalidateAfter: .seconds(60))
  }

  @Test("A thousand callers of a missing page cost what one costs", arguments: CacheLayout.allCases)
  func missing(layout: CacheLayout) async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a", layout: layout)
    let regenerator = Regenerator(a.pages)
    let renders = Tally()
    a.client.script(
      "GetItem", [.meanwhile { _ in await eventually("everybody waits") { world.time.sleepers == 999 } }])
    try await withThrowingTaskGroup(of: Page.self) { group in
      for _ in 0..<1000 {
        group.addTask {
          try await regenerator.entry(for: "home") { _ in
            renders.add()
            return publication("home-1")
          }
        }
      }
      for try await page in group { #expect(page.entry.objectKey == "home-1") }
    }
    #expect(renders.count == 1)
    let expected =
      layout == .compact
      ? ["GetItem", "UpdateItem", "UpdateItem"]
      : ["GetItem", "UpdateItem", "GetItem", "TransactWriteItems"]
    #expect(a.client.sent == expected)
  }

  @Test("While one of them renders, the others are served the stale page at once")
  func stale() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    a.client.forgetSent()
    let page = try await regenerator.entry(for: "home") { _ in
      for _ in 0..<100 {
        let other = try await regenerator.entry(for: "home") { _ in
          Issue.record("rendered twice")
          return publication("home-x")
        }
        if case .stale(let holder) = other.source { #expect(holder.owner == "a") } else { Issue.record("\(other)") }
        #expect(other.entry.objectKey == "home-1")
      }
      return publication("home-2")
    }
    #expect(page.entry.objectKey == "home-2")
    #expect(a.client.sent == ["GetItem", "UpdateItem", "TransactWriteItems"])
  }

  @Test("A caller that goes away while others wait leaves the work to the next of them")
  func cancelledLeader() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    let (isRendering, gate) = (Gate(), Gate())
    let leader = Task {
      try await regenerator.entry(for: "home") { _ in
        isRendering.open()
        try await gate.wait()
        return publication("never")
      }
    }
    try await isRendering.wait()
    let follower = Task { try await regenerator.entry(for: "home") { _ in publication("home-1") } }
    await eventually("the other waits") { world.time.sleepers == 1 }
    leader.cancel()
    #expect(try await follower.value.source == .rendered)
    await #expect(throws: CancellationError.self) { try await leader.value }
  }

  @Test("A render that hangs does not keep the page from others for longer than they want to wait")
  func hanging() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    let (isRendering, gate) = (Gate(), Gate())
    let leader = Task {
      try await regenerator.entry(for: "home") { _ in
        isRendering.open()
        try await gate.wait()
        return publication("late")
      }
    }
    try await isRendering.wait()
    let follower = Task { try await regenerator.entry(for: "home") { _ in publication("x") } }
    await eventually("the other waits") { world.time.sleepers == 1 }
    world.time.advance(by: .seconds(31))
    await #expect(throws: RegenerationError.timedOut("home", nil)) { try await follower.value }
    // Its lease is over: whoever comes now renders.
    #expect(try await regenerator.entry(for: "home") { _ in publication("home-1") }.source == .rendered)
    gate.open()
    let late = try await leader.value
    if case .unpublished(.lost) = late.source {} else { Issue.record("\(late.source)") }
    #expect(try await a.pages.entry(for: "home")?.objectKey == "home-1")
  }

  @Test("Within the window a fresh page is served without a request")
  func window() async throws {
    let world = try await World()
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages, configuration: .init(coalescingWindow: .seconds(1)))
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    _ = try await regenerator.entry(for: "home") { _ in publication("x") }
    a.client.forgetSent()
    #expect(try await regenerator.entry(for: "home") { _ in publication("x") }.source == .fresh)
    #expect(a.client.sent.isEmpty)
    world.time.advance(by: .milliseconds(1001))
    #expect(try await regenerator.entry(for: "home") { _ in publication("x") }.source == .fresh)
    #expect(a.client.sent == ["GetItem"])
  }
}

extension CoalescingTests {
  @Test("The window begins when the page was read, not when it was made: it may have been invalidated meanwhile")
  func windowAfterRender() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let regenerator = Regenerator(a.pages, configuration: .init(coalescingWindow: .seconds(5)))
    _ = try await regenerator.entry(for: "home") { _ in
      try await b.pages.invalidate("home", .hard)
      world.time.advance(by: .seconds(6))
      return publication("home-1")
    }
    let page = try await regenerator.entry(for: "home") { _ in publication("home-2") }
    #expect(page.entry.objectKey == "home-2")
  }

  @Test("Who wants the new page waits for it, also where another call has it made in the background")
  func backgroundAndWaiting() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages, configuration: .init(contention: .wait))
    let refreshes = BackgroundRefreshes()
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    let gate = Gate()
    let isRendering = Gate()
    let stale = try await regenerator.entry(for: "home", refreshingIn: refreshes) { _ in
      isRendering.open()
      try await gate.wait()
      return publication("home-2")
    }
    #expect(stale.source == .staleRefreshing)
    let service = Task { await refreshes.run() }
    try await isRendering.wait()
    // A call that takes the old page gets it at once, one that does not waits.
    let again = try await regenerator.entry(for: "home", refreshingIn: refreshes) { _ in publication("x") }
    #expect(again.entry.objectKey == "home-1")
    let waiter = Task { try await regenerator.entry(for: "home") { _ in publication("x") } }
    await eventually("it waits") { world.time.sleepers == 1 }
    gate.open()
    let page = try await waiter.value
    #expect(page.entry.objectKey == "home-2")
    // It came when the render had begun, and has read it.
    #expect(page.source == .fresh)
    service.cancel()
    await service.value
  }

  @Test("Nor the stale page that it was left with because its own requests were not sent any more")
  func cancelledWhileAcquiring() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(100))
    a.client.script("UpdateItem", [.hangs])
    let leader = Task { try await regenerator.entry(for: "home") { _ in publication("x") } }
    await eventually("it asks for the lease") { a.client.sent.last == "UpdateItem" }
    let follower = Task { try await regenerator.entry(for: "home") { _ in publication("home-2") } }
    await eventually("the other waits") { world.time.sleepers == 1 }
    leader.cancel()
    if case .staleUnavailable = try await leader.value.source {} else { Issue.record("it had its way") }
    #expect(try await follower.value.source == .rendered)
  }

  @Test("What a caller that went away was left with is not served to the others")
  func cancelledWhileReading() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(100))
    a.client.script("GetItem", [.hangs])
    let leader = Task { try await regenerator.entry(for: "home") { _ in publication("x") } }
    await eventually("it reads") { a.client.sent.last == "GetItem" }
    let follower = Task { try await regenerator.entry(for: "home") { _ in publication("home-2") } }
    await eventually("the other waits") { world.time.sleepers == 1 }
    leader.cancel()
    await #expect(throws: (any Error).self) { try await leader.value }
    #expect(try await follower.value.source == .rendered)
  }
}
