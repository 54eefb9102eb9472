import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

/// How work ended, where the record and the caller could be told different things.
struct PerformEndTests {
  enum Declined: Error, Codable, Equatable {
    case card
  }

  @Test("An error that was to be replayed and is not recorded is not said to be")
  func unrecordedError() async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a")
    do {
      _ = try await a.store.perform(.order, payload: .order, replaying: { _ in true }) { _ throws(Declined) -> Int in
        a.client.script("UpdateItem", [.error(.unavailable("down"))])
        throw .card
      }
      Issue.record("no error")
    } catch {
      guard case .failedUnrecorded(let error, let reason) = error else { throw error }
      #expect(error == .card && reason == .unavailable(.order, .unavailable("down")))
    }
    world.time.advance(by: .seconds(10))
    #expect(try await world.requests("b").store.perform(.order, payload: .order) { _ in 1 }.isRestart)
  }

  @Test("Whoever begins at once after a giving up whose answer was lost has not taken over", arguments: [1, 2])
  func unansweredFailure(times: Int) async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.requests("a"), world.requests("b"))
    do {
      _ = try await a.store.perform(.order, payload: .order) { _ throws(Declined) -> Int in
        a.client.script("UpdateItem", [.responseLost] + Array(repeating: .requestLost, count: times - 1))
        a.client.script("UpdateItem", [.meanwhile { _ in _ = try await b.store.started(.order) }])
        throw .card
      }
      Issue.record("no error")
    } catch {
      guard case .failed(.card, isReplayed: false) = error else { throw error }
    }
    #expect(try await world.row(.order)?["owner_token"] == "b-1")
  }

  @Test("A giving up that everybody answered tells of whoever took over")
  func takenBeforeFailure() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.requests("a"), world.requests("b"))
    do {
      _ = try await a.store.perform(.order, payload: .order) { _ throws(Declined) -> Int in
        _ = try? await b.store.forget(.order, evenInProgress: true)
        _ = try? await b.store.started(.order)
        throw .card
      }
      Issue.record("no error")
    } catch {
      guard case .lost(.taken, work: .card) = error else { throw error }
    }
  }

  @Test("What is recorded after all is not said to be given up")
  func recordedAfterLoss() async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a")
    a.client.script("UpdateItem", [.copied])
    let result = try await a.store.perform(.order, payload: .order) { claim in
      _ = try? await a.store.forget(.order, evenInProgress: true)
      await #expect(throws: IdempotencyError.lost(.order, nil)) {
        try await a.store.renew(claim, for: .seconds(20))
      }
      // The copy of the beginning finds no row, and begins.
      await a.client.deliver()
      return 7
    }
    #expect(result.value == 7 && result.isKept)
    #expect(try await world.row(.order)?["status"] == "COMPLETED")
  }

  // MARK: - Beginnings that nobody answered

  @Test("A beginning that nobody answered and another payload forestalled is a mismatch")
  func unknownThenMismatch() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.requests("a"), world.requests("b"))
    a.client.script(
      "UpdateItem",
      [
        .requestLost, .requestLost, .requestLost,
        .meanwhile { _ in _ = try await b.store.started(.order, payload: .other) },
      ])
    do {
      _ = try await a.store.perform(.order, payload: .order) { _ in 1 }
      Issue.record("begun with another payload")
    } catch {
      guard case .notBegun(.mismatch) = error else { throw error }
    }
  }

  @Test("A beginning that nobody answered and somebody forestalled goes on waiting")
  func unknownThenInProgress() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.requests("a"), world.requests("b"))
    let other = try await b.store.started(.order)
    a.client.script("UpdateItem", [.requestLost, .requestLost, .requestLost])
    let call = Task {
      try await a.store.perform(.order, payload: .order, waitingUpTo: .seconds(5)) { _ in 1 }
    }
    await eventually("it waits") { world.time.sleepers == 1 }
    try await b.store.complete(other, with: 7)
    for _ in 0..<20 where world.time.sleepers > 0 {
      world.time.advance(by: world.time.pauses.first ?? .zero)
      for _ in 0..<200 { await Task.yield() }
    }
    let result = try await call.value
    #expect(result.value == 7 && result.isReplayed)
  }

  @Test("A beginning that is found to be ours and whose time is renewed without an answer is found out too")
  func unknownThenRenewed() async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a", look: .read)
    let time = world.time
    a.client.script("GetItem", [.meanwhile { _ in }, .meanwhile { _ in time.advance(by: .seconds(4)) }])
    a.client.script("UpdateItem", [.responseLost, .requestLost, .requestLost, .meanwhile { _ in }])
    a.client.script("UpdateItem", [.responseLost, .requestLost, .requestLost])
    let result = try await a.store.perform(.order, payload: .order) { claim in
      claim.inProgressUntil.secondsRoundedDown
    }
    #expect(result.value == 1_700_000_014 && result.isRestart)
  }
}
