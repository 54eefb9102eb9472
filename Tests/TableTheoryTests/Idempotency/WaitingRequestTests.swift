import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

/// Waiting for what somebody else is at. Whoever sleeps moves the clock.
struct WaitingRequestTests {
  @Test("A waiting caller gets the result, for reads")
  func result() async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    let claim = try await a.store.started(.order, inProgressFor: .seconds(3600))
    b.client.script(
      "GetItem",
      [.requestLost, .error(.throttled("x")), .meanwhile { _ in try await a.store.complete(claim, with: 7) }])
    await #expect(throws: IdempotencyError.self) {
      try await b.store.begin(.order, payload: .order, waitingUpTo: .seconds(60))
    }
    guard case .completed(let record) = try await b.store.begin(.order, payload: .order, waitingUpTo: .seconds(60))
    else {
      Issue.record("not completed")
      return
    }
    #expect(try await b.store.result(of: record, as: Int.self) == 7)
    #expect(b.client.sent == ["UpdateItem", "GetItem", "UpdateItem", "GetItem", "GetItem", "UpdateItem"])
  }

  @Test("It takes over when the time ends, and begins what has failed")
  func takesOver() async throws {
    for fails in [true, false] {
      let world = try await World()
      let (a, b) = (world.requests("a"), world.requests("b"))
      let claim = try await a.store.started(.order)
      if fails { b.client.script("GetItem", [.meanwhile { _ in try await a.store.fail(claim) }]) }
      guard
        case .started(let taken) = try await b.store.begin(.order, payload: .order, waitingUpTo: .seconds(60))
      else {
        Issue.record("not taken over")
        return
      }
      #expect(taken.isRestart == !fails)
      #expect(fails ? world.time.now < claim.inProgressUntil : world.time.now >= claim.inProgressUntil)
    }
  }

  @Test("A look that finds a time which is over begins the work")
  func timeIsOver() async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    _ = try await a.store.started(.order)
    let late: Item = [
      "request_hash": .string(IdempotencyPayload.order.hash), "status": "STARTED", "owner_token": "late-1",
      "in_progress_expires_at": 1_700_000_000, "expires_at": 1_700_003_600,
    ]
    b.client.script("GetItem", [.meanwhile { _ in try await world.put(.order, late) }])
    // The look is the last one for which there is time.
    let attempt = try await b.store.begin(.order, payload: .order, waitingUpTo: .milliseconds(1))
    guard case .started(let taken) = attempt else {
      Issue.record("not begun: \(attempt)")
      return
    }
    #expect(taken.isRestart)
    #expect(b.client.sent == ["UpdateItem", "GetItem", "UpdateItem"])
  }

  @Test("A claim that was waited for lasts until the deadline, and not longer by the wait")
  func deadline() async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    let end = world.time.now + .seconds(10)
    _ = try await a.store.started(.order, inProgressFor: .seconds(3))
    guard
      case .started(let claim) = try await b.store.begin(
        .order, payload: .order, until: end, waitingUpTo: .seconds(60))
    else {
      Issue.record("not taken over")
      return
    }
    #expect(world.time.now >= Timestamp(seconds: 1_700_000_003))
    #expect(claim.inProgressUntil == end)
    #expect(claim.remaining == end - world.time.now)
  }

  @Test("Nobody waits beyond the deadline, nor begins work then", arguments: [5, 6, 3600])
  func deadlineOfWait(other: Int64) async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    let end = world.time.now + .seconds(5)
    _ = try await a.store.started(.order, inProgressFor: .seconds(other))
    let effects = Effects()
    do {
      _ = try await b.store.perform(.order, payload: .order, until: end, waitingUpTo: .seconds(60)) { _ in
        effects.happen()
      }
      Issue.record("begun")
    } catch {
      guard case .notBegun(.inProgress) = error else { throw error }
    }
    #expect(world.time.now == end && effects.count == 0)
    #expect(try await world.row(.order)?["owner_token"] == "a-1")
  }

  @Test("Its patience ends, and it says who is at it; a cancelled one stops at once")
  func patience() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.requests("a"), world.requests("b"))
    _ = try await a.store.started(.order)
    let waiting = Task { try await b.store.begin(.order, payload: .order, waitingUpTo: .seconds(3)) }
    while world.time.now < Timestamp(seconds: 1_700_000_003) {
      await eventually("it waits") { world.time.sleepers == 1 }
      world.time.advance(by: world.time.pauses[0])
    }
    guard case .inProgress(let holder) = try await waiting.value else {
      Issue.record("it is not in progress")
      return
    }
    #expect(holder.until == Timestamp(seconds: 1_700_000_010))
    let cancelled = Task { try await b.store.begin(.order, payload: .order, waitingUpTo: .seconds(3)) }
    await eventually("it waits") { world.time.sleepers == 1 }
    cancelled.cancel()
    await #expect(throws: IdempotencyError.unavailable(.order, .cancelled)) { try await cancelled.value }
  }
}
