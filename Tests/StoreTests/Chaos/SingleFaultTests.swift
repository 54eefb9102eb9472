import AWSDynamoDB
import DynamoDB
import EmbeddedDynamoDB
import Synchronization
import Testing

@Suite("One fault at a time", .serialized, .timeLimit(.minutes(5)))
struct SingleFaultTests {
  /// Runs `operation` with its first request meeting the fault and the others none.
  private func told(
    _ fault: Fault, _ operation: some DynamoDBOperation,
    judge: @Sendable @escaping (Told, ChaosWorld) async throws -> Void
  ) async throws {
    let told = Mutex<Told?>(nil)
    try await ChaosWorld.run(faults: FaultSource(script: [fault], seed: 7)) {
      // What ends by a fault ends by it and not by the clock, save for what is never answered.
      if !fault.isSilent {
        $0.attemptTimeout = .seconds(30)
        $0.deadline = .seconds(40)
      }
    } _: { world async throws in
      let result = Told(await world.client.result(of: operation))
      told.withLock { $0 = result }
    } judge: { world async throws in
      try await judge(try #require(told.withLock { $0 }), world)
    }
  }

  private let create = PutItem(
    table: ChaosWorld.table, item: ["pk": "a", "by": "us"], condition: DocumentPath("pk").doesNotExist,
    returnValuesOnConditionCheckFailure: .allOld)

  @Test("Of a conditional write, nobody is told that its own item was in its way", arguments: Fault.allCases)
  func conditionalPut(fault: Fault) async throws {
    try await told(fault, create) { told, world async throws in
      let isThere = try await world.stored("a") != nil
      switch told {
      case .done: #expect(isThere)
      case .unknown: break
      case .conditionFailed(let item): Issue.record("in the way: \(item ?? [:])")
      case .notDone(let error): #expect(!isThere, "\(error)")
      }
      switch fault {
      case .none, .answerDelayed, .throttled: #expect(told == .done)
      // Its connection may break before the request is on its way, and then it is sent again.
      case .requestRefused: break
      // A machine may be too busy to send it before the client's time is up.
      case .requestSwallowed, .requestLate, .answerSwallowed: break
      default: #expect(told == .unknown)
      }
      if fault.passage == .all, !fault.isSilent { #expect(isThere) }
      #expect(world.ledger.carriedOut.count <= 1)
    }
  }

  @Test("A write that may be repeated is, and one fault does not stop it", arguments: Fault.allCases)
  func repeatedPut(fault: Fault) async throws {
    let put = PutItem(table: ChaosWorld.table, item: ["pk": "a"])
    try await told(fault, put) { told, world async throws in
      if !fault.isSilent { #expect(told == .done) }
      if told == .done { #expect(try await world.stored("a") != nil) }
    }
  }

  @Test("A transaction happens once, whatever happens to its first request", arguments: Fault.allCases)
  func transaction(fault: Fault) async throws {
    let add = TransactWriteItems([
      .update(UpdateItem(table: ChaosWorld.table, key: ["pk": "a"], update: Update().add("n", 1)))
    ])
    try await told(fault, add) { told, world async throws in
      if !fault.isSilent { #expect(told == .done) }
      let value = try await world.stored("a")?["n"]
      switch told {
      case .done: #expect(value == 1)
      case .unknown: #expect(value == 1 || value == nil)
      case .conditionFailed, .notDone: #expect(value == nil)
      }
    }
  }

  @Test("A read gets what is there or an error", arguments: Fault.allCases)
  func read(fault: Fault) async throws {
    let item: Item = ["pk": "a", "text": "what is there"]
    let answer = Mutex<Result<GetItem.Output, DynamoDBError>?>(nil)
    try await ChaosWorld.run(faults: FaultSource(script: [fault], seed: 8)) {
      if !fault.isSilent {
        $0.attemptTimeout = .seconds(30)
        $0.deadline = .seconds(40)
      }
    } _: { world async throws in
      try await world.engine.putItem(item, into: ChaosWorld.table)
      let result = await world.client.result(of: GetItem(table: ChaosWorld.table, key: ["pk": "a"]))
      answer.withLock { $0 = result }
    }
    switch try #require(answer.withLock { $0 }) {
    case .success(let output): #expect(output.item == item)
    case .failure(let error):
      #expect(fault.isSilent, "\(error)")
      #expect(!error.isOutcomeUnknown)
    }
  }

  @Test(
    "Where nothing is ever answered, every operation ends with an error",
    arguments: [
      Fault.requestSwallowed, .answerSwallowed, .requestLate,
    ])
  func silence(fault: Fault) async throws {
    try await ChaosWorld.run(faults: FaultSource(faults: [fault])) {
      $0.deadline = .milliseconds(700)
    } _: { world async throws in
      let operations: [any DynamoDBOperation] = [
        GetItem(table: ChaosWorld.table, key: ["pk": "a"]), create, PutItem(table: ChaosWorld.table, item: ["pk": "b"]),
        TransactWriteItems([.put(PutItem(table: ChaosWorld.table, item: ["pk": "c"]))]), ListTables(),
      ]
      for operation in operations {
        let error = try await refusal { _ = try await world.client.send(operation) }
        switch error {
        case .outcomeUnknown, .unavailable: break
        default: Issue.record("\(operation): \(error)")
        }
      }
    }
  }
}

extension Fault {
  /// Whether it ends by the client's clock alone.
  var isSilent: Bool { [.requestSwallowed, .requestLate, .answerSwallowed].contains(self) }
}
