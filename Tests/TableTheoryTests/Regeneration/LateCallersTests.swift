import DynamoDB
import TableTheory
import TableTheoryTesting
import Testing

@Suite("Who comes while a page is being rendered is served nothing that was over before", .timeLimit(.minutes(5)))
struct LateCallersTests {
  func publication(_ name: String, renderTime: Duration? = nil) -> Publication {
    Publication(objectKey: name, revalidateAfter: .seconds(60), renderTime: renderTime)
  }

  /// A call whose render has begun and waits to be told to go on.
  private struct Leader {
    let page: Task<Page, any Error>
    let gate: Gate

    init(_ regenerator: Regenerator, _ publication: Publication) async throws {
      let (isRendering, gate) = (Gate(), Gate())
      self.gate = gate
      page = Task {
        try await regenerator.entry(for: "home") { _ in
          isRendering.open()
          try await gate.wait()
          return publication
        }
      }
      try await isRendering.wait()
    }
  }

  private struct Late {
    var pages: [Page] = []
    var renders = 0
  }

  /// A hundred calls that come when `leader` renders, and what they are given when it has ended.
  private func hundred(
    after leader: Leader, _ regenerator: Regenerator, _ world: World, before: () async throws -> Void = {}
  ) async throws -> Late {
    let renders = Tally()
    return try await withThrowingTaskGroup(of: Page.self) { group in
      for _ in 0..<100 {
        group.addTask {
          try await regenerator.entry(for: "home") { _ in
            renders.add()
            return publication("home-2")
          }
        }
      }
      await eventually("everybody waits") { world.time.sleepers == 100 }
      try await before()
      leader.gate.open()
      var late = Late()
      for try await page in group { late.pages.append(page) }
      late.renders = renders.count
      return late
    }
  }

  @Test("A hundred of them read what was rendered once for all", arguments: CacheLayout.allCases)
  func together(layout: CacheLayout) async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a", layout: layout)
    let regenerator = Regenerator(a.pages)
    let leader = try await Leader(regenerator, publication("home-1"))
    a.client.forgetSent()
    let late = try await hundred(after: leader, regenerator, world)
    #expect(late.renders == 0)
    #expect(late.pages.allSatisfy { $0.entry.objectKey == "home-1" && $0.source == .fresh })
    #expect(try await leader.page.value.source == .rendered)
    #expect(a.client.sent == [layout == .compact ? "UpdateItem" : "TransactWriteItems", "GetItem"])
    // A replica may not have it yet.
    #expect(
      a.client.bodies(of: "GetItem").allSatisfy { String(decoding: $0, as: UTF8.self).contains("ConsistentRead") })
  }

  @Test("What was invalidated for good before they came is made anew, once for all", arguments: CacheLayout.allCases)
  func invalidated(layout: CacheLayout) async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a", layout: layout)
    let b = world.worker("b", layout: layout)
    let regenerator = Regenerator(a.pages)
    let leader = try await Leader(regenerator, publication("home-1"))
    #expect(try await b.pages.invalidate("home", .hard))
    let late = try await hundred(after: leader, regenerator, world)
    #expect(try await leader.page.value.entry.objectKey == "home-1")
    #expect(late.renders == 1)
    #expect(late.pages.allSatisfy { $0.entry.objectKey == "home-2" })
    #expect(late.pages.count { $0.source == .rendered } == 1)
  }

  @Test("Nor are they given a page that was found before they came, where its render fails")
  func failed() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages, configuration: .init(contention: .wait))
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    var broken = publication("home-2")
    broken.revalidateAfter = .zero
    let leader = try await Leader(regenerator, broken)
    #expect(try await a.pages.invalidate("home", .hard))
    let renders = Tally()
    let late = Task {
      try await regenerator.entry(for: "home") { _ in
        renders.add()
        return publication("home-3")
      }
    }
    await eventually("it waits") { world.time.sleepers == 1 }
    leader.gate.open()
    // It could not be published, so it is its own caller's alone; the page is left alone for a second.
    if case .unpublished(.invalid) = try await leader.page.value.source {} else { Issue.record("it was published") }
    await #expect(throws: RegenerationError.self) { try await late.value }
    #expect(renders.count == 0)
  }

  @Test("One that is to look for the others and goes away leaves that to the next")
  func cancelled() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    let leader = try await Leader(regenerator, publication("home-1"))
    a.client.script("GetItem", [.hangs])
    let first = Task { try await regenerator.entry(for: "home") { _ in publication("x") } }
    await eventually("it waits") { world.time.sleepers == 1 }
    let second = Task { try await regenerator.entry(for: "home") { _ in publication("x") } }
    await eventually("the other waits") { world.time.sleepers == 2 }
    leader.gate.open()
    _ = try await leader.page.value
    await eventually("it looks") { a.client.sent.last == "GetItem" }
    first.cancel()
    await #expect(throws: (any Error).self) { try await first.value }
    #expect(try await second.value.entry.objectKey == "home-1")
  }

  @Test("Nobody waits in vain for one who is to look for the others and goes away in the same moment")
  func sameMoment() throws {
    for seed in UInt64(0)..<20 {
      let world = SimulatedWorld(seed: seed, faults: .none)
      let page = try world.run {
        let worker = world.worker("a")
        let pages = CacheTable("pages", on: worker.client, time: worker)
        try await pages.createIfMissing()
        let regenerator = Regenerator(pages)
        let late = [100, 200].map { delay in
          Task(executorPreference: world.scheduler) {
            try await worker.sleep(for: .milliseconds(delay))
            return try await regenerator.entry(for: "home") { _ in publication("x") }
          }
        }
        _ = try await regenerator.entry(for: "home") { _ in
          try await worker.sleep(for: .seconds(1))
          return publication("home-1")
        }
        // It has been told, and has not heard of it.
        late[0].cancel()
        _ = await late[0].result
        return try await late[1].value
      }
      #expect(page.entry.objectKey == "home-1", "seed \(seed)")
    }
  }

  @Test("The old page is not handed out without a look once the new one may be there", arguments: [true, false])
  func publishing(isThere: Bool) async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    let gate = Gate()
    a.client.script(
      "TransactWriteItems",
      [isThere ? .beforeAnswer { _ in try await gate.wait() } : .meanwhile { _ in try await gate.wait() }])
    let leader = try await Leader(regenerator, publication("home-2"))
    let before = try await regenerator.entry(for: "home") { _ in publication("x") }
    #expect(before.entry.objectKey == "home-1")
    leader.gate.open()
    await eventually("it is being published") { a.client.sent.last == "TransactWriteItems" }
    if isThere { try await eventually("it is there") { try await b(world)?.objectKey == "home-2" } }
    a.client.forgetSent()
    let page = try await regenerator.entry(for: "home") { _ in publication("x") }
    #expect(page.entry.objectKey == (isThere ? "home-2" : "home-1"))
    #expect(a.client.sent == ["GetItem"])
    gate.open()
    #expect(try await leader.page.value.source == .rendered)
  }

  private func b(_ world: World) async throws -> CacheEntry? {
    try await world.worker("b").pages.entry(for: "home", consistentRead: true)
  }

  @Test("Nor once the lease is over, and another worker may have published")
  func overdue() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.worker("a"), world.worker("b"))
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    let leader = try await Leader(regenerator, publication("late"))
    world.time.advance(by: .milliseconds(9500))
    let before = try await regenerator.entry(for: "home") { _ in publication("x") }
    #expect(before.entry.objectKey == "home-1")
    world.time.advance(by: .milliseconds(700))
    let elsewhere = try await Regenerator(b.pages).entry(for: "home") { _ in publication("home-2") }
    #expect(elsewhere.source == .rendered)
    // Less than a second after the page was looked at.
    let page = try await regenerator.entry(for: "home") { _ in publication("x") }
    #expect(page.entry.objectKey == "home-2")
    leader.gate.open()
    if case .unpublished(.lost) = try await leader.page.value.source {} else { Issue.record("it was published") }
  }

  @Test("What one finds to be invalidated for good while it is rendered is served to nobody after him")
  func invalidatedMeanwhile() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.worker("a"), world.worker("b"))
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    let leader = try await Leader(regenerator, publication("home-2"))
    world.time.advance(by: .seconds(2))
    try await b.pages.invalidate("home", .hard)
    let others = [1, 2].map { _ in Task { try await regenerator.entry(for: "home") { _ in publication("home-3") } } }
    await eventually("both wait") { world.time.sleepers == 2 }
    leader.gate.open()
    for other in others { #expect(try await other.value.entry.objectKey == "home-3") }
  }

  @Test("What was invalidated for good while the lease was asked for is not handed out either")
  func invalidatedBeforeTheRender() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.worker("a"), world.worker("b"))
    let regenerator = Regenerator(a.pages)
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1") }
    world.time.advance(by: .seconds(61))
    a.client.script(
      "UpdateItem",
      [
        .beforeAnswer { _ in
          try await b.pages.invalidate("home", .hard)
          world.time.advance(by: .seconds(2))
        }
      ])
    let leader = try await Leader(regenerator, publication("home-2"))
    let other = Task { try await regenerator.entry(for: "home") { _ in publication("home-3") } }
    await eventually("it waits") { world.time.sleepers == 1 }
    leader.gate.open()
    #expect(try await other.value.entry.objectKey == "home-3")
  }

  @Test("A page that is over while it is rendered early is served as stale", arguments: [0.5, 1.5])
  func early(seconds: Double) async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let regenerator = Regenerator(
      a.pages, configuration: .init(earlyRefresh: EarlyRefresh(eagerness: 1, chance: { .leastNormalMagnitude })))
    _ = try await regenerator.entry(for: "home") { _ in publication("home-1", renderTime: .seconds(1)) }
    world.time.advance(by: .milliseconds(59_700))
    let leader = try await Leader(regenerator, publication("home-2"))
    a.client.forgetSent()
    #expect(try await regenerator.entry(for: "home") { _ in publication("x") }.source == .fresh)
    world.time.advance(by: .seconds(seconds))
    let page = try await regenerator.entry(for: "home") { _ in publication("x") }
    #expect(page.entry.objectKey == "home-1")
    if case .stale(let holder) = page.source { #expect(holder.owner == "a") } else { Issue.record("\(page.source)") }
    // Within a second of a look nobody looks.
    #expect(a.client.sent == (seconds < 1 ? [] : ["GetItem"]))
    leader.gate.open()
    #expect(try await leader.page.value.source == .rendered)
  }
}
