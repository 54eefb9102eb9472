import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

/// The steps, and what each state lets others do.
struct IdempotencyStepsTests {
  private func isMismatch(_ error: any Error) -> Bool {
    if case .mismatch(_, let stored, let given) = error as? IdempotencyError {
      stored == IdempotencyPayload.order.hash.prefix(12) && given == IdempotencyPayload.other.hash.prefix(12)
    } else {
      false
    }
  }

  @Test("A request is begun once, completed, and replayed until it expires")
  func lifecycle() async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    let claim = try await a.store.started(.order)
    #expect(!claim.isRestart)
    #expect(claim.remaining == .seconds(10))
    #expect(claim.inProgressUntil == Timestamp(seconds: 1_700_000_010))
    guard case .inProgress(let holder) = try await b.store.begin(.order, payload: .order) else {
      Issue.record("begun twice")
      return
    }
    #expect(holder.until == Timestamp(seconds: 1_700_000_010))
    world.time.advance(by: .seconds(2))
    try await a.store.complete(claim, with: ["receipt": 7])
    #expect(claim.remaining == .zero)
    #expect(
      try await world.row(.order) == [
        "pk": "CACHE#orders", "sk": "REQ#1", "request_hash": .string(IdempotencyPayload.order.hash),
        "status": "COMPLETED", "owner_token": "a-1", "expires_at": 1_700_003_602, "ttl": 1_700_003_602,
        "result": #"{"receipt":7}"#,
      ])
    world.time.advance(by: .milliseconds(3_599_999))
    guard case .completed(let record) = try await b.store.begin(.order, payload: .order) else {
      Issue.record("not completed")
      return
    }
    #expect(try await b.store.result(of: record, as: [String: Int].self) == ["receipt": 7])
    #expect(try await b.store.record(of: .order) == record)
    world.time.advance(by: .milliseconds(1))
    #expect(try await b.store.record(of: .order) == nil)
    #expect(try await b.store.started(.order).isRestart == false)
    #expect(try await world.row(.order)?["result"] == nil)
  }

  enum State: CaseIterable {
    case started, abandoned, failed, completed, expired
  }

  @Test("Another payload is refused in every state, and nothing is written", arguments: State.allCases)
  func mismatch(state: State) async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    let claim = try await a.store.started(.order)
    switch state {
    case .started: break
    case .abandoned: world.time.advance(by: .seconds(11))
    case .failed: try await a.store.fail(claim)
    case .completed: try await a.store.complete(claim, with: 1)
    case .expired:
      try await a.store.complete(claim, with: 1)
      world.time.advance(by: .seconds(4000))
    }
    let before = try await world.row(.order)
    for waiting in [Duration.zero, .seconds(5)] {
      await #expect {
        try await b.store.begin(.order, payload: .other, waitingUpTo: waiting)
      } throws: { isMismatch($0) }
    }
    #expect(try await world.row(.order) == before)
  }

  @Test("A worker that died is taken over when its time ends, not before, and a margin later where clocks differ")
  func takeover() async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b", clockSkew: .seconds(2)))
    _ = try await a.store.started(.order)
    world.time.advance(by: .milliseconds(11_999))
    guard case .inProgress = try await b.store.begin(.order, payload: .order) else {
      Issue.record("taken too early")
      return
    }
    world.time.advance(by: .milliseconds(1))
    let claim = try await b.store.started(.order)
    #expect(claim.isRestart)
    #expect(claim.remaining == .seconds(8))
  }

  @Test("Whoever was overtaken cannot complete, fail or renew, and learns so", arguments: [true, false])
  func overtaken(completed: Bool) async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    let old = try await a.store.started(.order)
    world.time.advance(by: .seconds(10))
    let new = try await b.store.started(.order)
    if completed { try await b.store.complete(new, with: "b") }
    let row = try await world.row(.order)
    let record = try #require(try await b.store.record(of: .order))
    await #expect(throws: IdempotencyError.lost(.order, record)) { try await a.store.complete(old, with: "a") }
    await #expect(throws: IdempotencyError.lost(.order, record)) { try await a.store.renew(old, for: .seconds(10)) }
    #expect(try await a.store.fail(old) == .lost(record))
    #expect(try await world.row(.order) == row)
    if completed { #expect(try await a.store.result(of: record, as: String.self) == "b") }
  }

  @Test("A late completion goes through where nobody has begun")
  func late() async throws {
    let world = try await World()
    let a = world.requests("a")
    let claim = try await a.store.started(.order)
    world.time.advance(by: .seconds(1000))
    #expect(claim.remaining == .zero)
    try await a.store.complete(claim, with: 1)
    #expect(try await world.row(.order)?["expires_at"] == 1_700_004_600)
  }

  @Test("A failed request is begun again at once, by the same payload only, and is no restart")
  func failed() async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    let claim = try await a.store.started(.order)
    #expect(try await a.store.fail(claim) == .freed)
    #expect(try await a.store.fail(claim) == .freed)
    #expect(try await b.store.started(.order).isRestart == false)
    #expect(try await a.store.fail(claim) != .freed)
  }

  @Test("Renewing moves the time, and keeps the record alive as long as the work")
  func renewed() async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    guard
      case .started(let claim) = try await a.store.begin(.order, payload: .order, retainFor: .seconds(1))
    else {
      Issue.record("not started")
      return
    }
    for _ in 0..<10 {
      world.time.advance(by: .seconds(8))
      try await a.store.renew(claim, for: .seconds(10))
      #expect(claim.remaining == .seconds(10))
      guard case .inProgress = try await b.store.begin(.order, payload: .order) else {
        Issue.record("taken from a worker at work")
        return
      }
    }
    try await a.store.renew(claim, for: .seconds(1))
    #expect(claim.remaining == .seconds(10))
    try await a.store.complete(claim, with: 1)
  }

  @Test("The in-progress time is that until the deadline, where one is given")
  func deadline() async throws {
    let world = try await World()
    let a = world.requests("a", clockSkew: .seconds(2))
    guard
      case .started(let claim) = try await a.store.begin(
        .order, payload: .order, until: world.time.now + .milliseconds(2500))
    else {
      Issue.record("not started")
      return
    }
    #expect(claim.remaining == .milliseconds(2500))
    #expect(claim.inProgressUntil == Timestamp(seconds: 1_700_000_005))
  }

  @Test("What is in progress is not forgotten by mistake; what is done is, and is done again")
  func forgotten() async throws {
    let world = try await World()
    let a = world.requests("a", remembered: 10)
    let claim = try await a.store.started(.order)
    await #expect {
      try await a.store.forget(.order)
    } throws: { error in
      if case .inProgress(let holder) = error as? IdempotencyError {
        holder.until == Timestamp(seconds: 1_700_000_010)
      } else {
        false
      }
    }
    try await a.store.complete(claim, with: 1)
    #expect(try await a.store.forget(.order)?.state == .completed)
    #expect(try await a.store.forget(.order) == nil)
    let again = try await a.store.started(.order)
    #expect(try await a.store.forget(.order, evenInProgress: true)?.state == .started)
    await #expect(throws: IdempotencyError.lost(.order, nil)) { try await a.store.complete(again, with: 1) }
  }

  @Test("A throttled table is said to be, and nothing is claimed")
  func throttled() async throws {
    let world = try await World()
    let a = world.requests("a")
    for error in [DynamoDBError.throttled("x"), .transactionConflict("x")] {
      a.client.script("UpdateItem", [.error(error)])
      await #expect(throws: IdempotencyError.throttled(.order)) { try await a.store.begin(.order, payload: .order) }
    }
    a.client.script("UpdateItem", [.error(.unavailable("down"))])
    await #expect(throws: IdempotencyError.unavailable(.order, .unavailable("down"))) {
      try await a.store.begin(.order, payload: .order)
    }
    #expect(try await world.row(.order) == nil)
  }
}
