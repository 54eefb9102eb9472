import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

/// That work may be half done is said to whoever does it next, however many gave it up in between.
struct RestartTests {
  @Test("Giving up what was taken over does not hide that somebody died at it, until somebody completes it")
  func givenUp() async throws {
    let world = try await World()
    _ = try await world.requests("a").store.started(.order)
    world.time.advance(by: .seconds(10))
    for worker in ["b", "c", "d"] {
      let requests = world.requests(worker)
      let claim = try await requests.store.started(.order)
      #expect(claim.isRestart, "\(worker)")
      #expect(try await world.row(.order)?["was_cut_off"] == nil)
      #expect(try await requests.store.fail(claim) == .freed)
      #expect(try await world.row(.order)?["was_cut_off"] == true)
      #expect(requests.client.sent == ["UpdateItem", "UpdateItem"])
    }
    let last = world.requests("e")
    let claim = try await last.store.started(.order)
    #expect(claim.isRestart)
    try await last.store.complete(claim, with: 1)
    #expect(try await world.row(.order)?["was_cut_off"] == nil)
    world.time.advance(by: .seconds(4000))
    #expect(try await world.requests("f").store.started(.order).isRestart == false)
  }

  @Test("Work that threw by itself is given up as not begun")
  func thrown() async throws {
    let world = try await World(stepped: true)
    do {
      _ = try await world.requests("a").store.perform(.order, payload: .order) { _ throws(CancellationError) -> Int in
        throw CancellationError()
      }
    } catch .failed {}
    #expect(try await world.row(.order)?["was_cut_off"] == nil)
    #expect(try await world.requests("b").store.started(.order).isRestart == false)
  }

  enum Stop: CaseIterable {
    case limit, caller
  }

  @Test("Work that was stopped may have done a part of it, and whoever is next learns so", arguments: Stop.allCases)
  func stopped(by stop: Stop) async throws {
    let world = try await World(stepped: true)
    let a = world.requests("a")
    let call = Task {
      try await a.store.perform(.order, payload: .order, renewingUpTo: .seconds(12)) { _ in
        try await Gate().wait()
        return 1
      }
    }
    let end = world.time.now + .seconds(12)
    await eventually("it works") { world.time.isBetweenRenewals }
    if stop == .caller { call.cancel() }
    while stop == .limit, world.time.now < end {
      await eventually("it waits") { world.time.isBetweenRenewals }
      world.time.advance(by: min(world.time.pauses[0], end - world.time.now))
    }
    guard case .failure = await call.result else {
      Issue.record("it was not stopped")
      return
    }
    #expect(try await world.row(.order)?["status"] == "FAILED")
    #expect(try await world.row(.order)?["was_cut_off"] == true)
    let next = try await world.requests("b").store.perform(.order, payload: .order) { claim in claim.isRestart }
    #expect(next.value && next.isRestart)
  }
}
