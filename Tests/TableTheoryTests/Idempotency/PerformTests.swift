import DynamoDB
import EmbeddedDynamoDB
import Synchronization
import Testing

@testable import TableTheory

/// A request's work: that it is done once, and what its caller learns.
struct PerformTests {
  enum Declined: Error, Codable, Equatable {
    case card(String)
    case network
  }

  /// A call that goes on until its gate is opened.
  private final class Running: Sendable {
    let gate = Gate()
    let effects = Effects()
    private let claim = Mutex<IdempotencyClaim?>(nil)
    typealias Outcome = Result<IdempotentResult<Int>, IdempotentWorkError<Int, any Error>>

    var given: IdempotencyClaim? { claim.withLock { $0 } }

    func start(
      _ store: IdempotencyStore, until deadline: Timestamp? = nil, renewingUpTo limit: Duration = .seconds(3600)
    ) -> Task<Outcome, Never> {
      Task {
        do throws(IdempotentWorkError<Int, any Error>) {
          return .success(
            try await store.perform(.order, payload: .order, until: deadline, renewingUpTo: limit) { given in
              self.claim.withLock { $0 = given }
              try await self.gate.wait()
              return self.effects.happen()
            })
        } catch {
          return .failure(error)
        }
      }
    }
  }

  private func expiry(in world: World) async throws -> Int64? {
    try await world.row(.order)?["in_progress_expires_at"]?.integer.map { $0 - 1_700_000_000 }
  }

  @Test("Work is done once, and its result replayed, marked as such", arguments: [IdempotencyStore.Look.write, .read])
  func once(look: IdempotencyStore.Look) async throws {
    let world = try await World(stepped: true)
    let effects = Effects()
    for worker in ["a", "b", "c"] {
      let result = try await world.requests(worker, look: look).store.perform(.order, payload: .order) { claim in
        effects.happen()
      }
      #expect(result == IdempotentResult(value: 1, isReplayed: worker != "a", isRestart: false, isKept: true))
    }
    #expect(effects.count == 1)
    #expect(world.time.sleepers == 0)
  }

  @Test("What is in progress elsewhere is refused at once, with until when; another payload is refused too")
  func refused() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.requests("a"), world.requests("b"))
    _ = try await a.store.started(.order)
    let effects = Effects()
    do {
      _ = try await b.store.perform(.order, payload: .order) { _ in effects.happen() }
    } catch .notBegun(.inProgress(let holder)) {
      #expect(holder.until == Timestamp(seconds: 1_700_000_010))
    }
    do {
      _ = try await b.store.perform(.order, payload: .other) { _ in effects.happen() }
    } catch .notBegun(.mismatch) {}
    #expect(effects.count == 0)
  }

  @Test("A thrown error frees the key for a retry")
  func thrown() async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a")
    let effects = Effects()
    let work = { @Sendable (claim: IdempotencyClaim) throws(Declined) -> Int in
      if effects.happen() == 1 { throw .network }
      return effects.count
    }
    do {
      _ = try await a.store.perform(.order, payload: .order) { claim throws(Declined) in try work(claim) }
      Issue.record("no error")
    } catch .failed(.network, isReplayed: false) {}
    #expect(try await world.row(.order)?["status"] == "FAILED")
    let result = try await a.store.perform(.order, payload: .order) { claim throws(Declined) in try work(claim) }
    #expect(result.value == 2 && !result.isRestart)
  }

  @Test("Errors that are declared so are replayed, and the work is not done again")
  func replayedErrors() async throws {
    let world = try await World(stepped: true)
    let effects = Effects()
    for isReplayed in [false, true] {
      let a = world.requests("a\(isReplayed)")
      do {
        _ = try await a.store.perform(
          .order, payload: .order, replaying: { if case .card = $0 { true } else { false } }
        ) { _ throws(Declined) -> Int in
          effects.happen()
          throw .card("expired")
        }
        Issue.record("no error")
      } catch .failed(let error, let replayed) {
        #expect(error == .card("expired") && replayed == isReplayed)
      }
    }
    do {
      _ = try await world.requests("b").store.perform(.order, payload: .order) { _ in effects.happen() }
      Issue.record("an error is no result")
    } catch .notBegun(.unreadable) {}
    #expect(effects.count == 1)
    do {
      _ = try await world.requests("c").store.perform(
        IdempotencyKey("2", on: "orders"), payload: .order, replaying: { if case .card = $0 { true } else { false } }
      ) { _ throws(Declined) -> Int in throw .network }
    } catch .failed(.network, isReplayed: false) {}
    #expect(try await world.row(IdempotencyKey("2", on: "orders"))?["status"] == "FAILED")
  }

  @Test("A worker that is overtaken learns so, with its own value and the record that stands")
  func overtaken() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.requests("a"), world.requests("b"))
    let time = world.time
    do {
      _ = try await a.store.perform(.order, payload: .order) { _ in
        // Somebody whose clock is ahead, or a worker that was frozen.
        try? await world.engine.deleteItem(["pk": "CACHE#orders", "sk": "REQ#1"], from: "pages")
        let other = try? await b.store.perform(.order, payload: .order) { _ in "b's" }
        return "a's after \(other?.value ?? "")"
      }
      Issue.record("it was overtaken")
    } catch .overtaken(let value, let record) {
      #expect(value == "a's after b's")
      #expect(try await a.store.result(of: #require(record), as: String.self) == "b's")
    }
    #expect(time.sleepers == 0)
  }

  @Test("The time is renewed at each third while the work runs")
  func renewed() async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a")
    let running = Running()
    let call = running.start(a.store)
    await eventually("it works") { world.time.isBetweenRenewals && running.given != nil }
    for renewal in 1...5 {
      world.time.advance(by: .seconds(10) / 3)
      await eventually("renewal \(renewal)") { a.client.sent.count == renewal + 1 && world.time.isBetweenRenewals }
    }
    #expect(running.given?.remaining == .seconds(10))
    running.gate.open()
    #expect(try await call.value.get().value == 1)
    #expect(a.client.sent.count == 7)
    #expect(world.time.sleepers == 0)
  }

  @Test("Where the margin for clocks is most of the time, it is renewed before the worker's own time is over")
  func wideMargin() async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a", clockSkew: .seconds(8))
    let running = Running()
    let call = running.start(a.store)
    await eventually("it works") { world.time.isBetweenRenewals && running.given != nil }
    for renewal in 1...6 {
      world.time.advance(by: .milliseconds(667))
      #expect((running.given?.remaining ?? .zero) > .seconds(1))
      await eventually("renewal \(renewal)") { a.client.sent.count == renewal + 1 && world.time.isBetweenRenewals }
    }
    running.gate.open()
    #expect(try await call.value.get().value == 1)
  }

  @Test("Work whose claim was taken is cancelled, and says to whom")
  func taken() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.requests("a"), world.requests("b"))
    let running = Running()
    let call = running.start(a.store)
    await eventually("it works") { world.time.isBetweenRenewals && running.given != nil }
    try await b.store.forget(.order, evenInProgress: true)
    try await b.store.complete(try await b.store.started(.order), with: 7)
    world.time.advance(by: .seconds(10) / 3)
    guard case .failure(.lost(.taken(let record), _)) = await call.value else {
      Issue.record("it was not stopped")
      return
    }
    #expect(record?.state == .completed)
    #expect(running.effects.count == 0)
    #expect(try await world.row(.order)?["owner_token"] == "b-1")
  }

  @Test("Where nobody answers, the work is cancelled when its time is over")
  func notRenewed() async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a")
    let running = Running()
    let call = running.start(a.store)
    await eventually("it works") { world.time.isBetweenRenewals && running.given != nil }
    a.client.script("UpdateItem", Array(repeating: .error(.unavailable("down")), count: 50))
    while world.time.now < Timestamp(seconds: 1_700_000_010) {
      await eventually("it waits") { world.time.isBetweenRenewals }
      world.time.advance(by: world.time.pauses[0])
    }
    guard case .failure(.lost(.notRenewed(let reason), _)) = await call.value else {
      Issue.record("it was not stopped")
      return
    }
    #expect(reason == .unavailable(.order, .unavailable("down")))
  }

  @Test("Work is cancelled at its deadline and at its limit, and its key is free", arguments: [true, false])
  func limits(deadline: Bool) async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a")
    let running = Running()
    let end = world.time.now + .seconds(25)
    let call = running.start(
      a.store, until: deadline ? end : nil, renewingUpTo: deadline ? .seconds(3600) : .seconds(25))
    await eventually("it works") { world.time.isBetweenRenewals && running.given != nil }
    while world.time.now < end {
      await eventually("it waits") { world.time.isBetweenRenewals }
      world.time.advance(by: min(world.time.pauses[0], end - world.time.now))
    }
    guard case .failure(.lost(.limitReached, _)) = await call.value else {
      Issue.record("it was not stopped")
      return
    }
    #expect(try await world.row(.order)?["status"] == "FAILED")
  }

  @Test("A cancelled caller's work is cancelled, and its key freed")
  func cancelled() async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a")
    let running = Running()
    let call = running.start(a.store)
    await eventually("it works") { world.time.isBetweenRenewals && running.given != nil }
    call.cancel()
    guard case .failure(.failed(let error, isReplayed: false)) = await call.value else {
      Issue.record("it was not stopped")
      return
    }
    #expect(error is CancellationError)
    #expect(try await world.row(.order)?["status"] == "FAILED")
    #expect(world.time.sleepers == 0)
  }

  @Test("Work that is done and cannot be recorded says so, with its value")
  func unrecorded() async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a")
    do {
      _ = try await a.store.perform(.order, payload: .order) { _ in
        a.client.script("UpdateItem", [.error(.unavailable("down"))])
        return 7
      }
      Issue.record("it is not recorded")
    } catch {
      guard case .unrecorded(let value, let reason) = error else { throw error }
      #expect(value == 7 && reason == .unavailable(.order, .unavailable("down")))
    }
    world.time.advance(by: .seconds(10))
    let again = try await a.store.perform(.order, payload: .order) { claim in claim.isRestart }
    #expect(again.value && again.isRestart)
  }

  @Test("A beginning that nobody answered is found out before anything is done", arguments: [true, false])
  func unknownBeginning(carriedOut: Bool) async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a")
    a.client.script("UpdateItem", [carriedOut ? .responseLost : .requestLost, .requestLost, .requestLost])
    let effects = Effects()
    let result = try await a.store.perform(.order, payload: .order) { _ in effects.happen() }
    #expect(result.value == 1 && result.isRestart == carriedOut)
    #expect(try await world.row(.order)?["status"] == "COMPLETED")
  }

  @Test("Many at once do it once: the rest wait, and have its result", arguments: [2, 20])
  func manyAtOnce(count: Int) async throws {
    let world = try await World(stepped: true)
    let effects = Effects()
    let gate = Gate()
    let calls = (0..<count).map { number in
      let store = world.requests("w\(number)").store
      return Task {
        try await store.perform(.order, payload: .order, waitingUpTo: .seconds(60)) { _ in
          try? await gate.wait()
          return effects.happen()
        }
      }
    }
    await eventually("they wait") { world.time.sleepers == count }
    gate.open()
    await eventually("one is done") { world.time.sleepers < count }
    var replays = 0
    while world.time.sleepers > 0 {
      world.time.advance(by: world.time.pauses[0])
      for _ in 0..<200 { await Task.yield() }
    }
    for call in calls {
      let result = try await call.value
      #expect(result.value == 1)
      if result.isReplayed { replays += 1 }
    }
    #expect(effects.count == 1 && replays == count - 1)
  }
}
