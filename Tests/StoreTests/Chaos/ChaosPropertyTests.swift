import AWSDynamoDB
import DynamoDB
import EmbeddedDynamoDB
import Synchronization
import Testing

@Suite("Whatever is lost, changed or late, nobody is told what is not so", .serialized, .timeLimit(.minutes(3)))
struct ChaosPropertyTests {
  static let tasks = 12
  static let operations = 20

  /// Two requests of five meet a fault.
  private static func faults(_ seed: UInt64, without excluded: Set<Fault> = []) -> FaultSource {
    FaultSource(faults: Fault.allCases.filter { !excluded.contains($0) }, share: 0.4, seed: seed)
  }

  /// Runs `operation` from several tasks at once, with the task's number and the operation's.
  private static func concurrently<Outcome: Sendable>(
    _ seed: UInt64, _ operation: @Sendable @escaping (inout SeededGenerator, _ id: String) async -> Outcome
  ) async -> [String: Outcome] {
    await withTaskGroup(of: [String: Outcome].self) { group in
      for task in 0..<tasks {
        group.addTask {
          var generator = SeededGenerator(seed: seed * 1000 + UInt64(task))
          var outcomes: [String: Outcome] = [:]
          for number in 0..<operations {
            let id = "\(task)-\(number)"
            outcomes[id] = await operation(&generator, id)
          }
          return outcomes
        }
      }
      return await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }
  }

  @Test(
    "Items that must be new: who is told of success owns one, and nobody is told that his own was in the way",
    arguments: 1...4)
  func conditionalPuts(seed: Int) async throws {
    struct Attempt {
      var key: String
      var told: Told
    }
    let attempts = Shared<[String: Attempt]>([:])
    try await ChaosWorld.run(faults: Self.faults(UInt64(seed))) { world async throws in
      attempts.value = await Self.concurrently(UInt64(seed)) { generator, id in
        let key = "item-\(Int.random(in: 0..<100, using: &generator))"
        let put = PutItem(
          table: ChaosWorld.table, item: ["pk": .string(key), "by": .string(id)],
          condition: DocumentPath("pk").doesNotExist, returnValuesOnConditionCheckFailure: .allOld)
        return Attempt(key: key, told: Told(await world.client.result(of: put)))
      }
    } judge: { world async throws in
      var believed: Set<String> = []
      for (id, attempt) in attempts.value {
        let item = try await world.stored(attempt.key)
        let owner = item?["by"]?.string
        switch attempt.told {
        case .done: #expect(owner == id)
        case .conditionFailed(let shown):
          #expect(owner != id)
          #expect(item != nil && shown == item)
        case .unknown: break
        case .notDone(let error): #expect(owner != id, "\(error)")
        }
        if attempt.told == .done || attempt.told == .unknown { believed.insert(id) }
      }
      for item in try await world.engine.send(Scan(table: ChaosWorld.table)).items {
        #expect(believed.contains(item["by"]?.string ?? ""), "written by one who was told that it was not")
      }
    }
  }

  @Test("Counters: nothing is counted twice, and nothing that was told is missing", arguments: 5...8)
  func counters(seed: Int) async throws {
    struct Addition {
      var counter: String
      var result: Result<WriteOutput, DynamoDBError>
    }
    let additions = Shared<[String: Addition]>([:])
    try await ChaosWorld.run(faults: Self.faults(UInt64(seed))) { world async throws in
      additions.value = await Self.concurrently(UInt64(seed)) { generator, id in
        let counter = "counter-\(Int.random(in: 0..<3, using: &generator))"
        let add = UpdateItem(
          table: ChaosWorld.table, key: ["pk": .string(counter)],
          update: Update().add("n", 1).set("last", to: .string(id)), returnValues: .updatedNew)
        return Addition(counter: counter, result: await world.client.result(of: add))
      }
    } judge: { world async throws in
      let carriedOut = world.ledger.carriedOut.compactMap { ($0 as? UpdateItem)?.update?.sets.first?.value }
      for counter in (0..<3).map({ "counter-\($0)" }) {
        let mine = additions.value.filter { $0.value.counter == counter }
        let done = mine.filter { Told($0.value.result) == .done }
        let unknown = mine.filter { Told($0.value.result) == .unknown }
        let value = Int(try await world.stored(counter)?["n"]?.integer ?? 0)
        #expect((done.count...done.count + unknown.count).contains(value))
        // Each saw itself counted, as nobody else did.
        let seen = done.values.compactMap { try? $0.result.get().attributes?["n"]?.integer }
        #expect(seen.count == done.count)
        #expect(Set(seen).count == seen.count)
        #expect(seen.allSatisfy { (1...Int64(max(1, value))).contains($0) })
      }
      for (id, addition) in additions.value {
        let times = carriedOut.count { $0 == .operand(.value(.string(id))) }
        switch Told(addition.result) {
        case .done: #expect(times == 1)
        case .unknown: #expect(times <= 1)
        case .conditionFailed(let item): Issue.record("there was no condition: \(item ?? [:])")
        case .notDone(let error): #expect(times == 0, "\(error)")
        }
      }
    }
  }

  @Test("Transactions: each happens once or not at all, as its caller was told", arguments: 9...12)
  func transactions(seed: Int) async throws {
    let outcomes = Shared<[String: Told]>([:])
    try await ChaosWorld.run(faults: Self.faults(UInt64(seed))) { world async throws in
      outcomes.value = await Self.concurrently(UInt64(seed)) { _, id in
        let transaction = TransactWriteItems([
          .update(UpdateItem(table: ChaosWorld.table, key: ["pk": "counter"], update: Update().add("n", 1))),
          .put(
            PutItem(
              table: ChaosWorld.table, item: ["pk": .string(id)], condition: DocumentPath("pk").doesNotExist)),
        ])
        return Told(await world.client.result(of: transaction))
      }
    } judge: { world async throws in
      var there = 0
      for (id, told) in outcomes.value {
        let isThere = try await world.stored(id) != nil
        there += isThere ? 1 : 0
        switch told {
        case .done: #expect(isThere)
        case .unknown: break
        case .conditionFailed(let item): Issue.record("\(item ?? [:])")
        case .notDone(.transactionCanceled(let reasons)):
          // Each item is new: a condition that failed would have failed because of this very request.
          #expect(!reasons.contains { $0.code == .conditionalCheckFailed })
          #expect(!isThere)
        case .notDone(let error): #expect(!isThere, "\(error)")
        }
      }
      #expect(Int(try await world.stored("counter")?["n"]?.integer ?? 0) == there)
    }
  }

  @Test("Reads: what is there, all of it, or an error", arguments: 13...16)
  func reads(seed: Int) async throws {
    let items: [Item] = (0..<20).map { number in
      ["pk": .string("item-\(number)"), "text": .string(String(repeating: "\(number) ", count: number * number * 10))]
    }
    try await ChaosWorld.run(faults: Self.faults(UInt64(seed))) { world async throws in
      for item in items { try await world.engine.putItem(item, into: ChaosWorld.table) }
      let all = try await world.engine.send(Scan(table: ChaosWorld.table)).items
      _ = await Self.concurrently(UInt64(seed)) { generator, _ in
        let item = items[Int.random(in: items.indices, using: &generator)]
        let key: Item = ["pk": item["pk"] ?? .null]
        let error: DynamoDBError?
        switch Int.random(in: 0..<4, using: &generator) {
        case 0:
          error = await world.client.expect(GetItem(table: ChaosWorld.table, key: key)) { $0.item == item }
        case 1:
          let query = Query(
            table: ChaosWorld.table, keyCondition: KeyCondition(partition: "pk", equals: item["pk"] ?? .null))
          error = await world.client.expect(query) { $0.items == [item] && $0.count == 1 }
        case 2:
          error = await world.client.expect(Scan(table: ChaosWorld.table)) { $0.items == all }
        default:
          let read = TransactGetItems([
            .init(table: ChaosWorld.table, key: key), .init(table: ChaosWorld.table, key: ["pk": "nothing"]),
          ])
          error = await world.client.expect(read) { $0.items == [item, nil] }
        }
        switch error {
        case nil, .unavailable, .throttled, .service: break
        case let error?: Issue.record("\(error)")
        }
      }
    }
  }

  @Test("A writer alone with its item: the last version that was told is there, or a later one", arguments: 17...20)
  func versions(seed: Int) async throws {
    let told = Shared<[String: (done: Int, tried: Int)]>([:])
    // A put that is repeated may overtake its own first attempt: where that one is held back for longer than the client
    // waits, it undoes what came after. That is so for every client that repeats puts without a condition.
    let faults = Self.faults(UInt64(seed), without: Set(Fault.allCases.filter(\.isSilent)))
    try await ChaosWorld.run(faults: faults) {
      $0.attemptTimeout = .seconds(30)
      $0.deadline = .seconds(40)
    } _: { world async throws in
      await withTaskGroup(of: Void.self) { group in
        for writer in (0..<Self.tasks).map({ "writer-\($0)" }) {
          group.addTask {
            for version in 1...Self.operations {
              let put = PutItem(table: ChaosWorld.table, item: ["pk": .string(writer), "v": .number(version)])
              let result = Told(await world.client.result(of: put))
              told.update { $0[writer] = (result == .done ? version : $0[writer]?.done ?? 0, version) }
              if result == .done { #expect((try? await world.stored(writer))??["v"] == .number(version)) }
            }
          }
        }
      }
    } judge: { world async throws in
      for (writer, told) in told.value {
        let version = Int(try await world.stored(writer)?["v"]?.integer ?? 0)
        #expect((told.done...told.tried).contains(version))
      }
    }
  }
}

extension WatchedClient {
  /// Sends a read and records an issue where it succeeds with anything but what is there.
  fileprivate func expect<Operation: DynamoDBOperation>(
    _ operation: Operation, _ isRight: (Operation.Output) -> Bool
  ) async -> DynamoDBError? {
    switch await result(of: operation) {
    case .success(let output):
      #expect(isRight(output), "\(Operation.name)")
      return nil
    case .failure(let error): return error
    }
  }
}

/// A value that a test's closures share.
final class Shared<Value: Sendable>: Sendable {
  private let state: Mutex<Value>

  init(_ value: Value) { state = Mutex(value) }

  var value: Value {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }

  func update<Result: Sendable>(_ change: (inout Value) -> Result) -> Result { state.withLock { change(&$0) } }
}
