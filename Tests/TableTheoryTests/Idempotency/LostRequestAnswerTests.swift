import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

/// Requests and answers that are lost, late or there twice.
struct LostRequestAnswerTests {
  private func unknown(_ step: () async throws -> Void) async throws -> UnknownRequestOutcome {
    do {
      try await step()
    } catch IdempotencyError.outcomeUnknown(let unknown) {
      return unknown
    }
    throw IdempotencyError.invalid("the outcome is known")
  }

  @Test("A beginning whose answer was lost does not lose to itself, and says that nobody can tell what was before")
  func lostBeginning() async throws {
    let world = try await World()
    let a = world.requests("a")
    a.client.script("UpdateItem", [.responseLost])
    let claim = try await a.store.started(.order)
    #expect(claim.isRestart)
    #expect(a.client.bodies(of: "UpdateItem").count == 1)
    try await a.store.complete(claim, with: 1)
    a.client.script("UpdateItem", [.requestLost])
    #expect(try await a.store.started(IdempotencyKey("2", on: "orders")).isRestart == false)
  }

  @Test("An unknown beginning resolves to ours, whether it was carried out or not", arguments: [true, false])
  func unknownBeginning(carriedOut: Bool) async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    a.client.script("UpdateItem", [carriedOut ? .responseLost : .requestLost, .requestLost, .requestLost])
    let unknown = try await unknown { _ = try await a.store.begin(.order, payload: .order) }
    world.time.advance(by: .seconds(4))
    guard case .begun(.started(let claim)) = try await unknown.resolve() else {
      Issue.record("it is not ours")
      return
    }
    #expect(claim.remaining == .seconds(10))
    #expect(try await world.row(.order)?["in_progress_expires_at"] == 1_700_000_014)
    guard case .inProgress = try await b.store.begin(.order, payload: .order) else {
      Issue.record("begun twice")
      return
    }
    try await a.store.complete(claim, with: 1)
    guard case .begun(.completed) = try await unknown.resolve() else {
      Issue.record("begun again")
      return
    }
  }

  @Test("A late copy of a beginning never begins anew what its owner has ended", arguments: [true, false])
  func lateBeginning(completed: Bool) async throws {
    let world = try await World()
    let a = world.requests("a")
    a.client.script("UpdateItem", [.copied])
    let claim = try await a.store.started(.order)
    if completed { try await a.store.complete(claim, with: 1) } else { try await a.store.fail(claim) }
    let row = try await world.row(.order)
    await a.client.deliver()
    #expect(try await world.row(.order) == row)
  }

  @Test("A late copy of a renewal does not shorten what was made longer since, nor revive what is over")
  func lateRenewal() async throws {
    let world = try await World()
    let a = world.requests("a")
    let claim = try await a.store.started(.order)
    a.client.script("UpdateItem", [.copied])
    try await a.store.renew(claim, for: .seconds(10))
    world.time.advance(by: .seconds(5))
    try await a.store.renew(claim, for: .seconds(10))
    await a.client.deliver()
    #expect(try await world.row(.order)?["in_progress_expires_at"] == 1_700_000_015)
    a.client.script("UpdateItem", [.copied])
    try await a.store.renew(claim, for: .seconds(20))
    try await a.store.complete(claim, with: 1)
    let row = try await world.row(.order)
    await a.client.deliver()
    #expect(try await world.row(.order) == row)
  }

  @Test("A late completion or failure changes nothing of the next claim of the same worker")
  func lateEnding() async throws {
    let world = try await World()
    let a = world.requests("a")
    let first = try await a.store.started(.order)
    a.client.script("UpdateItem", [.copied])
    try await a.store.fail(first)
    let second = try await a.store.started(.order)
    await a.client.deliver()
    #expect(try await world.row(.order)?["status"] == "STARTED")
    a.client.script("UpdateItem", [.copied])
    try await a.store.complete(second, with: 1)
    world.time.advance(by: .seconds(4000))
    _ = try await a.store.started(.order)
    await a.client.deliver()
    #expect(try await world.row(.order)?["status"] == "STARTED")
  }

  @Test("A completion whose answers are lost is found in the row", arguments: [false, true])
  func lostCompletion(repetitionsLost: Bool) async throws {
    let world = try await World()
    let a = world.requests("a")
    let claim = try await a.store.started(.order)
    a.client.script("UpdateItem", [.responseLost] + (repetitionsLost ? [.requestLost, .requestLost] : []))
    a.client.forgetSent()
    try await a.store.complete(claim, with: 1)
    #expect(try await world.row(.order)?["status"] == "COMPLETED")
    #expect(
      a.client.sent == ["UpdateItem", "UpdateItem"] + (repetitionsLost ? ["UpdateItem", "GetItem"] : []))
  }

  @Test("A completion that nobody answered is unknown, and resolves to the truth", arguments: [true, false])
  func unknownCompletion(overtaken: Bool) async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    let claim = try await a.store.started(.order)
    a.client.script("UpdateItem", Array(repeating: .requestLost, count: 3))
    let unknown = try await unknown { try await a.store.complete(claim, with: 1) }
    if overtaken {
      world.time.advance(by: .seconds(10))
      _ = try await b.store.started(.order)
    }
    switch try await unknown.resolve() {
    case .completed: #expect(!overtaken)
    case .lost(let record): #expect(overtaken && record?.state == .started)
    default: Issue.record("a completion")
    }
  }

  @Test("An unknown failure resolves to freed", arguments: [true, false])
  func unknownFailure(carriedOut: Bool) async throws {
    let world = try await World()
    let a = world.requests("a")
    let claim = try await a.store.started(.order)
    a.client.script("UpdateItem", [carriedOut ? .responseLost : .requestLost, .error(.throttled("slow down"))])
    let unknown = try await unknown { try await a.store.fail(claim) }
    #expect(try await unknown.resolve() == .freed)
    #expect(try await world.row(.order)?["status"] == "FAILED")
  }

  @Test("No error, claim or record tells a token or a result")
  func redacted() async throws {
    let world = try await World()
    let a = world.requests("secret")
    let claim = try await a.store.started(.order)
    let completion = await a.store.completion(of: claim, with: "secret-result")
    a.client.script("UpdateItem", Array(repeating: .requestLost, count: 3))
    let unknown = try await unknown { try await a.store.complete(claim, with: "secret-result") }
    try await a.store.complete(claim, with: "secret-result")
    let record = try #require(try await a.store.record(of: .order))
    let told: [any Sendable] = [claim, completion, unknown, IdempotencyError.outcomeUnknown(unknown), record]
    for value in told {
      var dumped = ""
      dump(value, to: &dumped)
      #expect(!"\(value) \(String(reflecting: value)) \(dumped)".contains("secret"))
    }
  }
}
