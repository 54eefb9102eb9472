import DynamoDB
import EmbeddedDynamoDB
import Testing

@testable import TableTheory

/// Where results are kept, and what a process remembers.
struct KeptResultTests {
  private let large = String(repeating: "x", count: 5000)

  @Test("A large result goes to the store, and comes back from it")
  func stored() async throws {
    let world = try await World(stepped: true)
    let results = MemoryResults()
    let (a, b) = (world.requests("a", results: results), world.requests("b", results: results))
    let large = large
    _ = try await a.store.perform(.order, payload: .order) { _ in large }
    let name = try #require(try await results.names.first)
    #expect(try await world.row(.order)?["result_s3_key"] == .string(name.text))
    let token = try #require(try await world.row(.order)?["owner_token"]?.string)
    #expect(name.checksum != nil && !name.text.contains(token))
    #expect(try await world.row(.order)?["result"] == nil)
    #expect(try await b.store.perform(.order, payload: .order) { _ in "again" }.value == large)
    results.goDown()
    let (down, lost) = (await refusal(b.store), "there is no body \(name)")
    #expect(down == .resultUnavailable(.order, .unavailable("down")))
    results.comeBack()
    try await results.delete(name)
    guard case .unreadable(.order, _, let reason) = await refusal(b.store) else {
      Issue.record("a lost result is something else")
      return
    }
    #expect(reason.contains(lost))
    try await b.store.forget(.order)
    #expect(try await !b.store.perform(.order, payload: .order) { _ in "again" }.isReplayed)
  }

  private func refusal(_ store: IdempotencyStore) async -> IdempotencyError? {
    do {
      _ = try await store.perform(.order, payload: .order) { _ in "again" }
    } catch {
      if case .notBegun(let error) = error { return error }
    }
    return nil
  }

  enum Declined: Error, Codable {
    case card(String)
  }

  @Test("An error whose record is in a store that is down is not to be had, and is no other error")
  func storedError() async throws {
    let world = try await World(stepped: true)
    let results = MemoryResults()
    let a = world.requests("a", results: results)
    let large = large
    for isDown in [false, true, false] {
      if isDown { results.goDown() } else { results.comeBack() }
      do {
        _ = try await a.store.perform(.order, payload: .order, replaying: { _ in true }) { _ throws(Declined) -> Int in
          throw .card(large)
        }
        Issue.record("no error")
      } catch {
        switch error {
        case .failed(.card(large), _): #expect(!isDown)
        case .notBegun(.resultUnavailable): #expect(isDown)
        default: throw error
        }
      }
    }
    #expect(try await results.names.count == 1)
  }

  @Test("The sweep keeps the results that records name, and deletes those of refused completions and forgotten records")
  func swept() async throws {
    let world = try await World(stepped: true)
    let results = MemoryResults(time: world.time)
    let (a, b) = (world.requests("a", results: results), world.requests("b", results: results))
    let large = large
    do {
      _ = try await a.store.perform(.order, payload: .order) { _ in
        _ = try? await b.store.forget(.order, evenInProgress: true)
        _ = try? await b.store.started(.order)
        return large
      }
      Issue.record("overtaken")
    } catch .overtaken {}
    let orphan = try await results.names
    let other = IdempotencyKey("2", on: "orders")
    _ = try await a.store.perform(other, payload: .order) { _ in large }
    #expect(orphan.count == 1)
    world.time.advance(by: .seconds(24 * 3600 + 1))
    let rule = BodySweepRule(readersHold: .zero, allowsNothingNamed: true)
    let sweep = BodySweep(of: results, namedIn: world.worker("s").pages, rule: rule)
    let kept = try await results.names.subtracting(orphan)
    #expect(try await Set(sweep.run().deleted) == orphan)
    try await a.store.forget(other)
    #expect(try await Set(sweep.run().deleted) == kept)
    // What stays is the sweep's own marker.
    #expect(try await results.names.count == 1)
  }

  @Test("Where the store is down, or there is none, the row takes it")
  func inRow() async throws {
    let world = try await World(stepped: true)
    let results = MemoryResults()
    results.goDown()
    let large = large
    for store in [world.requests("a", results: results).store, world.requests("b").store] {
      #expect(try await store.perform(.order, payload: .order) { _ in large }.isKept)
      #expect(try await store.perform(.order, payload: .order) { _ in "again" }.value == large)
      try await store.forget(.order)
    }
  }

  @Test("What nobody can keep is done once all the same, and says that it is not kept")
  func notKept() async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a")
    let effects = Effects()
    let values: [Double] = [.nan]
    let result = try await a.store.perform(.order, payload: .order) { _ in
      effects.happen()
      return values
    }
    #expect(!result.isKept)
    let huge = try await a.store.perform(IdempotencyKey("2", on: "orders"), payload: .order) { _ in
      String(repeating: "x", count: IdempotencyStore.largestResultInRow)
    }
    #expect(!huge.isKept)
    do {
      _ = try await a.store.perform(.order, payload: .order) { _ in
        effects.happen()
        return values
      }
      Issue.record("replayed from nothing")
    } catch .notBegun(.unreadable) {}
    #expect(effects.count == 1)
  }

  @Test("The largest result that is kept in a row fits into DynamoDB's largest item")
  func largest() async throws {
    let world = try await World(stepped: true)
    let key = IdempotencyKey(
      String(repeating: "i", count: IdempotencyKey.longestID),
      on: CacheKey(String(repeating: "p", count: 2048 - "CACHE#".count)))
    let a = world.requests("a")
    let result = try await a.store.perform(key, payload: .order) { _ in
      String(repeating: "x", count: IdempotencyStore.largestResultInRow - 2)
    }
    #expect(result.isKept)
  }

  @Test("A process remembers what is completed, for a while, and never what is in progress")
  func remembered() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.requests("a", remembered: 10), world.requests("b"))
    let claim = try await b.store.started(.order)
    for _ in 0..<2 {
      guard case .inProgress = try await a.store.begin(.order, payload: .order) else {
        Issue.record("not in progress")
        return
      }
    }
    #expect(a.client.sent.count == 2)
    try await b.store.complete(claim, with: 1)
    a.client.forgetSent()
    for _ in 0..<3 { #expect(try await a.store.perform(.order, payload: .order) { _ in 2 }.value == 1) }
    #expect(a.client.sent.count == 1)
    await #expect(throws: IdempotencyError.self) { try await a.store.begin(.order, payload: .other) }
    #expect(a.client.sent.count == 1)
    world.time.advance(by: .seconds(60))
    _ = try await a.store.begin(.order, payload: .order)
    #expect(a.client.sent.count == 2)
    try await b.store.forget(.order)
    guard case .completed = try await a.store.begin(.order, payload: .order) else {
      Issue.record("it is remembered")
      return
    }
    try await a.store.forget(.order)
    _ = try await a.store.started(.order)
  }

  @Test("Asking for a remembered result does not prolong its being remembered")
  func notProlonged() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.requests("a", remembered: 10), world.requests("b"))
    try await b.store.complete(try await b.store.started(.order), with: 1)
    _ = try await a.store.begin(.order, payload: .order)
    try await b.store.forget(.order)
    a.client.forgetSent()
    for _ in 0..<4 {
      guard case .completed = try await a.store.begin(.order, payload: .order) else {
        Issue.record("it is remembered")
        return
      }
      world.time.advance(by: .seconds(15))
    }
    #expect(a.client.sent == [])
    _ = try await a.store.started(.order)
  }

  @Test("What is read while it is forgotten is not remembered")
  func forgottenMeanwhile() async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a", remembered: 10)
    try await a.store.complete(try await a.store.started(.order), with: 1)
    a.client.script("DeleteItem", [.meanwhile { _ in _ = try await a.store.begin(.order, payload: .order) }])
    try await a.store.forget(.order)
    _ = try await a.store.started(.order)
  }

  @Test("It never remembers beyond the record's own time, nor more than it may")
  func bounded() async throws {
    let results = CompletedResults(limit: 10, age: .seconds(1000))
    let record = { (number: Int) in
      IdempotencyRecord(
        key: IdempotencyKey("\(number)", on: "x"), state: .completed, payloadHash: "h", inProgressUntil: nil,
        expiresAt: Timestamp(seconds: 100), result: .none)
    }
    let now = Timestamp(seconds: 99)
    for number in 0..<1000 {
      results.insert(record(number), uptime: .zero)
      #expect(results.count <= 10)
      // What is asked for again and again stays.
      #expect(results.record(of: record(0).key, uptime: .zero, now: now) != nil)
      #expect(results.count <= 10)
    }
    #expect(results.record(of: record(999).key, uptime: .zero, now: Timestamp(seconds: 100)) == nil)
    #expect(results.record(of: record(0).key, uptime: .seconds(1000), now: now) == nil)
    let fresh = CompletedResults(limit: 10, age: .seconds(1000))
    fresh.insert(
      IdempotencyRecord(
        key: .order, state: .started, payloadHash: "h", inProgressUntil: nil, expiresAt: Timestamp(seconds: 100),
        result: .none), uptime: .zero)
    #expect(fresh.count == 0)
    let none = CompletedResults(limit: 1, age: .seconds(1000))
    none.insert(record(1), uptime: .zero)
    #expect(none.count == 0)
  }
}
