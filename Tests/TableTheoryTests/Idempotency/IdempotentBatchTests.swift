import DynamoDB
import EmbeddedDynamoDB
import Foundation
import Synchronization
import TableTheory
import Testing

/// Partial results for a list of messages.
struct IdempotentBatchTests {
  private struct Poison: Error {}

  private func messages(_ count: Int) -> [IdempotentMessage<Int>] {
    (0..<count).map {
      IdempotentMessage(id: "receipt-\($0)", key: .message("m\($0)", of: "jobs"), payload: .none, $0)
    }
  }

  @Test(
    "What failed comes again, what is done does not; delivered again, each message's work is done once",
    arguments: [1, 3])
  func partial(atOnce: Int) async throws {
    let world = try await World(stepped: true)
    let done = Mutex<[Int: Int]>([:])
    let poison = Mutex<Set<Int>>([1, 4])
    for delivery in 0..<3 {
      let store = world.requests("w\(delivery)").store
      let batch = await store.perform(messages(6), atOnce: atOnce) { number, _ in
        if poison.withLock({ $0.contains(number) }) { throw Poison() }
        done.withLock { $0[number, default: 0] += 1 }
        return number
      }
      #expect(batch.failures == (delivery == 0 ? ["receipt-1", "receipt-4"] : []))
      #expect(batch.entries.map(\.id) == (0..<6).map { "receipt-\($0)" })
      poison.withLock { $0 = [] }
    }
    #expect(done.withLock { $0 } == [0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1])
  }

  @Test("In order, nothing is tried after the first failure")
  func inOrder() async throws {
    let world = try await World(stepped: true)
    let effects = Effects()
    let batch = await world.requests("a").store.perform(messages(5), inOrder: true) { number, _ in
      if number == 2 { throw Poison() }
      return effects.happen()
    }
    #expect(batch.failures == ["receipt-2", "receipt-3", "receipt-4"])
    #expect(effects.count == 2)
    if case .notTried = batch.entries[4].outcome {} else { Issue.record("it was tried") }
  }

  @Test("What is in progress elsewhere comes again, and the same message twice in a batch is done once")
  func twice() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.requests("a"), world.requests("b"))
    _ = try await b.store.started(.message("m0", of: "jobs"), payload: .none)
    let effects = Effects()
    let batch = await a.store.perform(messages(2) + messages(2)) { _, _ in effects.happen() }
    #expect(batch.failures == ["receipt-0", "receipt-0"])
    #expect(effects.count == 1)
  }

  @Test("After the deadline nothing is begun")
  func deadline() async throws {
    let world = try await World(stepped: true)
    let time = world.time
    let batch = await world.requests("a").store.perform(messages(3), until: time.now + .seconds(5)) { number, _ in
      time.advance(by: .seconds(3))
      return number
    }
    #expect(batch.failures.last == "receipt-2")
  }

  @Test("The answer is what Lambda expects")
  func answer() async throws {
    let world = try await World(stepped: true)
    let batch = await world.requests("a").store.perform(messages(2)) { number, _ in
      if number == 1 { throw Poison() }
      return number
    }
    let json = String(decoding: try JSONEncoder().encode(batch), as: UTF8.self)
    #expect(json == #"{"batchItemFailures":[{"itemIdentifier":"receipt-1"}]}"#)
  }
}
