import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

/// Completing a request in the transaction that does its work.
struct PublishedRequestTests {
  private let publication = Publication(objectKey: "home-1", revalidateAfter: .seconds(60))
  private let key = IdempotencyKey.revalidation(of: "home", after: 0, deploy: "d1")

  @Test("The page is published and the record complete, in one transaction of three rows")
  func publishes() async throws {
    let world = try await World(stepped: true)
    let (pages, requests) = (world.worker("a").pages, world.requests("r"))
    let client = world.worker("a")
    let publication = publication
    let result = try await requests.store.perform(key, payload: .none) { claim in
      let lease = try await client.pages.leases.acquire("home", for: .seconds(10))
      let completion = await requests.store.completion(of: claim, with: "home-1")
      try await client.pages.publish(publication, holding: lease, completing: completion)
      return "home-1"
    }
    #expect(result.value == "home-1" && !result.isReplayed && result.isKept)
    #expect(client.client.sent == ["UpdateItem", "TransactWriteItems"])
    #expect(requests.client.sent == ["UpdateItem"])
    #expect(try await pages.entry(for: "home")?.objectKey == "home-1")
    let replay = try await world.requests("s").store.perform(key, payload: .none) { _ in "again" }
    #expect(replay.value == "home-1" && replay.isReplayed)
  }

  @Test("Where the request was taken over nothing is published, and that is what the error says")
  func requestLost() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let (requests, others) = (world.requests("r"), world.requests("s"))
    let claim = try await requests.store.started(key, payload: .none)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(60))
    let completion = await requests.store.completion(of: claim, with: "home-1")
    world.time.advance(by: .seconds(10))
    let other = try await others.store.started(key, payload: .none)
    let record = try await others.store.record(of: key)
    await #expect(throws: PublishError.requestLost(key, record)) {
      try await a.pages.publish(publication, holding: lease, completing: completion)
    }
    #expect(try await a.pages.entry(for: "home") == nil)
    #expect(lease.remaining == .seconds(50))
    try await others.store.complete(other, with: "theirs")
  }

  @Test("A lost lease and a stale fence are told apart from it, and leave the record alone", arguments: [true, false])
  func otherReasons(stale: Bool) async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.worker("a"), world.worker("b"))
    let requests = world.requests("r")
    let claim = try await requests.store.started(key, payload: .none)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(5))
    let completion = await requests.store.completion(of: claim, with: 1)
    if stale {
      try await world.put("home", "META", ["fence": 9_999_999_999_999])
      await #expect(throws: PublishError.stale("home", current: 9_999_999_999_999)) {
        try await a.pages.publish(publication, holding: lease, completing: completion)
      }
    } else {
      world.time.advance(by: .seconds(5))
      _ = try await b.pages.leases.acquire("home", for: .seconds(5))
      await #expect {
        try await a.pages.publish(publication, holding: lease, completing: completion)
      } throws: { if case .lost = $0 as? PublishError { true } else { false } }
    }
    #expect(try await world.row(key)?["status"] == "STARTED")
    #expect(try await requests.store.fail(claim) == .freed)
  }

  @Test("A publication whose answers were lost is published and recorded, once", arguments: [1, 2, 3, 4])
  func lostAnswer(times: Int) async throws {
    let world = try await World()
    let a = world.worker("a")
    let requests = world.requests("r")
    let claim = try await requests.store.started(key, payload: .none)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("TransactWriteItems", Array(repeating: .responseLost, count: times))
    let completion = await requests.store.completion(of: claim, with: 1)
    try await a.pages.publish(publication, holding: lease, completing: completion)
    #expect(try await a.pages.entry(for: "home")?.version == 1)
    #expect(try await world.row(key)?["status"] == "COMPLETED")
    #expect(a.client.bodies(of: "TransactWriteItems").count == 1)
  }

  @Test("It is recognised also where the service has forgotten the transaction's token meanwhile")
  func forgottenToken() async throws {
    let world = try await World()
    let a = world.worker("a")
    let requests = world.requests("r")
    let claim = try await requests.store.started(key, payload: .none)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    let time = world.time
    a.client.script("TransactWriteItems", [.responseLost, .meanwhile { _ in time.advance(by: .seconds(601)) }])
    let completion = await requests.store.completion(of: claim, with: 1)
    try await a.pages.publish(publication, holding: lease, completing: completion)
    #expect(try await world.row(key)?["status"] == "COMPLETED")
  }

  @Test("A publication given up as unknown that arrives late does not complete what its worker has freed")
  func lateTransaction() async throws {
    let world = try await World()
    let a = world.worker("a")
    let requests = world.requests("r")
    let claim = try await requests.store.started(key, payload: .none)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("TransactWriteItems", [.heldBack, .requestLost, .requestLost, .requestLost])
    let completion = await requests.store.completion(of: claim, with: 1)
    await #expect(throws: PublishError.outcomeUnknown("home")) {
      try await a.pages.publish(publication, holding: lease, completing: completion)
    }
    #expect(try await requests.store.fail(claim) == .freed)
    await a.client.deliver()
    #expect(try await a.pages.entry(for: "home") == nil)
    #expect(try await world.row(key)?["status"] == "FAILED")
  }

  @Test("A renewal that meets the work's own publication does not stop the work")
  func renewalMeetsPublication() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let requests = world.requests("r")
    let (publication, time) = (publication, world.time)
    a.client.script(
      "TransactWriteItems",
      [
        .beforeAnswer { _ in
          time.advance(by: .seconds(4))
          await eventually("it is renewed") { requests.client.sent.count == 2 && time.sleepers == 0 }
        }
      ])
    let result = try await requests.store.perform(key, payload: .none) { claim in
      let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
      await eventually("it will be renewed") { time.isBetweenRenewals }
      let completion = await requests.store.completion(of: claim, with: 1)
      try await a.pages.publish(publication, holding: lease, completing: completion)
      try Task.checkCancellation()
      return 1
    }
    #expect(result.value == 1 && result.isKept)
  }

  // MARK: - Rows of one's own

  private func deposit(_ amount: Int64) -> TransactWriteItems.Action {
    .update(
      UpdateItem(
        table: "pages", key: ["pk": "ACCOUNT", "sk": "1"], update: Update().add("balance", .number(amount))))
  }

  private func balance(_ world: World) async throws -> AttributeValue? {
    try await world.engine.getItem(["pk": "ACCOUNT", "sk": "1"], from: "pages")?["balance"]
  }

  @Test("An effect in the completing transaction is there exactly once, whatever is lost", arguments: [0, 1, 3, 4])
  func together(lost: Int) async throws {
    let world = try await World()
    let a = world.requests("a")
    let claim = try await a.store.started(.order)
    let time = world.time
    a.client.script("TransactWriteItems", Array(repeating: .responseLost, count: lost))
    if lost == 1 { a.client.script("TransactWriteItems", [.meanwhile { _ in time.advance(by: .seconds(601)) }]) }
    let completion = await a.store.completion(of: claim, with: 1)
    try await a.store.complete(completion, together: [deposit(10)])
    #expect(try await balance(world) == 10)
    try await a.store.complete(completion, together: [deposit(10)])
    #expect(try await balance(world) == 10)
    guard case .completed = try await a.store.begin(.order, payload: .order) else {
      Issue.record("not completed")
      return
    }
  }

  @Test("An overtaken worker's effect is not there")
  func overtaken() async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    let old = try await a.store.started(.order)
    world.time.advance(by: .seconds(10))
    let new = try await b.store.started(.order)
    try await b.store.complete(await b.store.completion(of: new, with: 1), together: [deposit(10)])
    let record = try await b.store.record(of: .order)
    let late = await a.store.completion(of: old, with: 1)
    await #expect(throws: IdempotencyError.lost(.order, record)) {
      try await a.store.complete(late, together: [deposit(10)])
    }
    #expect(try await balance(world) == 10)
  }

  @Test("A refused action of one's own is told with its reason, and nothing is completed")
  func refusedAction() async throws {
    let world = try await World()
    let a = world.requests("a")
    let claim = try await a.store.started(.order)
    let completion = await a.store.completion(of: claim, with: 1)
    let never = TransactWriteItems.Action.check(
      ConditionCheck(table: "pages", key: ["pk": "x", "sk": "y"], condition: DocumentPath("pk").exists))
    do {
      try await a.store.complete(completion, together: [deposit(1), never])
      Issue.record("refused")
    } catch .refused(_, let reasons) {
      #expect(reasons.map(\.code) == [.none, .conditionalCheckFailed])
    }
    #expect(try await balance(world) == nil)
    #expect(try await a.store.fail(claim) == .freed)
  }

  @Test("A transaction that nobody answered is unknown, and resolves by being sent again")
  func unknown() async throws {
    let world = try await World()
    let a = world.requests("a")
    let claim = try await a.store.started(.order)
    let completion = await a.store.completion(of: claim, with: 1)
    a.client.script("TransactWriteItems", Array(repeating: .requestLost, count: 4))
    do {
      try await a.store.complete(completion, together: [deposit(10)])
      Issue.record("unknown")
    } catch .outcomeUnknown(let unknown) {
      #expect(try await unknown.resolve() == .completed)
    }
    #expect(try await balance(world) == 10)
    #expect(a.client.bodies(of: "TransactWriteItems").count == 1)
  }

  @Test("Lock and record cannot wait for each other for ever: both orders end")
  func noDeadlock() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let (requests, others) = (world.requests("r"), world.requests("s"))
    // One has the record and wants the lock, the other has the lock and wants the record.
    _ = try await requests.store.started(key, payload: .none)
    _ = try await b.pages.leases.acquire("home", for: .seconds(10))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10), waitingUpTo: .seconds(60))
    #expect(lease.remaining > .zero)
    guard case .started = try await others.store.begin(key, payload: .none, waitingUpTo: .seconds(60)) else {
      Issue.record("it waits for ever")
      return
    }
  }
}
