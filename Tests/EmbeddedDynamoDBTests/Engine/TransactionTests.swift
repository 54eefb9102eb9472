import DynamoDB
import EmbeddedDynamoDB
import Testing

@Suite("Transactions", .serialized)
struct TransactionTests {
  private static func key(_ sort: String) -> Item { ["pk": "a", "sk": .string(sort)] }

  @Test("All or none, with a reason for each item", arguments: EngineKind.allCases)
  func allOrNone(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      try await engine.putItem(["pk": "a", "sk": "1", "n": 1], into: "pages")
      let actions: [TransactWriteItems.Action] = [
        .put(PutItem(table: "pages", item: Self.key("2"))),
        .check(
          ConditionCheck(
            table: "pages", key: Self.key("1"), condition: DocumentPath("n") == 2,
            returnValuesOnConditionCheckFailure: .allOld)),
        .update(UpdateItem(table: "pages", key: Self.key("3"), update: Update().set("x", to: .operand(.path("y"))))),
      ]
      await #expect(
        throws: DynamoDBError.transactionCanceled([
          .none,
          CancellationReason(
            .conditionalCheckFailed, message: "The conditional request failed", item: ["pk": "a", "sk": "1", "n": 1]),
          CancellationReason(
            .validation, message: "The provided expression refers to an attribute that does not exist in the item"),
        ])
      ) {
        try await engine.transactWriteItems(actions)
      }
      #expect(try await engine.getItem(Self.key("2"), from: "pages") == nil)
      try await engine.transactWriteItems([
        actions[0], .update(UpdateItem(table: "pages", key: Self.key("1"), update: Update().add("n", 1))),
      ])
      #expect(try await engine.getItem(Self.key("1"), from: "pages")?["n"] == 2)
      #expect(try await engine.getItem(Self.key("2"), from: "pages") != nil)
    }
  }

  @Test("An item can be named once only", arguments: EngineKind.allCases)
  func namedTwice(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      await #expect(
        throws: DynamoDBError.validation("Transaction request cannot include multiple operations on one item")
      ) {
        try await engine.transactWriteItems([
          .check(ConditionCheck(table: "pages", key: Self.key("LOCK"), condition: DocumentPath("pk").exists)),
          .delete(DeleteItem(table: "pages", key: Self.key("LOCK"))),
        ])
      }
    }
  }

  @Test("A key that does not fit the table cancels the transaction, with a reason", arguments: EngineKind.allCases)
  func unfittingKey(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let canceled = DynamoDBError.transactionCanceled([
        .none, CancellationReason(.validation, message: "The provided key element does not match the schema"),
      ])
      await #expect(throws: canceled) {
        try await engine.transactWriteItems([
          .put(PutItem(table: "pages", item: Self.key("1"))), .delete(DeleteItem(table: "pages", key: ["pk": "a"])),
        ])
      }
      await #expect(throws: canceled) {
        try await engine.send(
          TransactGetItems([.init(table: "pages", key: Self.key("1")), .init(table: "pages", key: ["pk": "a"])]))
      }
    }
  }

  @Test("An empty key value is refused as a fault of the whole request", arguments: EngineKind.allCases)
  func emptyKey(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let actions: [TransactWriteItems.Action] = [
        .put(PutItem(table: "pages", item: Self.key(""))),
        .delete(DeleteItem(table: "pages", key: Self.key(""))),
      ]
      for action in actions {
        await #expect(
          throws: DynamoDBError.validation(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
              + "empty string value. Key: sk")
        ) {
          try await engine.transactWriteItems([action])
        }
      }
    }
  }

  @Test("A projection that leaves nothing of an item is answered like no item", arguments: EngineKind.allCases)
  func emptyProjection(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      for sort in ["1", "2"] {
        try await engine.putItem(["pk": "a", "sk": .string(sort), "n": 1], into: "pages")
      }
      let read = TransactGetItems([
        .init(table: "pages", key: Self.key("1"), projection: ["missing"]),
        .init(table: "pages", key: Self.key("2"), projection: ["n"]),
      ])
      #expect(try await engine.send(read).items == [nil, ["n": 1]])
    }
  }

  private func add(_ n: Int, on engine: EmbeddedDynamoDB) async throws {
    try await engine.transactWriteItems(
      [.update(UpdateItem(table: "pages", key: Self.key("1"), update: Update().add("n", .number(n))))],
      clientRequestToken: "token")
  }

  private func total(on engine: EmbeddedDynamoDB) async throws -> AttributeValue? {
    try await engine.getItem(Self.key("1"), from: "pages")?["n"]
  }

  @Test("A client token makes a repeated request happen once, for ten minutes", arguments: EngineKind.allCases)
  func clientToken(kind: EngineKind) async throws {
    let time = ManualTime()
    try await withEngine(kind, time: time) { engine in
      try await add(1, on: engine)
      try await add(1, on: engine)
      #expect(try await total(on: engine) == 1)
      await #expect { try await add(2, on: engine) } throws: { error in
        if case .idempotentParameterMismatch = error as? DynamoDBError { true } else { false }
      }
      time.advance(by: .seconds(599))
      try await add(1, on: engine)
      #expect(try await total(on: engine) == 1)
      time.advance(by: .seconds(2))
      try await add(1, on: engine)
      #expect(try await total(on: engine) == 2)
    }
  }

  @Test("A cancelled request's token is free again", arguments: EngineKind.allCases)
  func cancelledToken(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let guarded = TransactWriteItems(
        [.put(PutItem(table: "pages", item: Self.key("1"), condition: DocumentPath("pk").exists))],
        clientRequestToken: "token")
      await #expect(throws: DynamoDBError.self) { _ = try await engine.send(guarded) }
      try await engine.putItem(Self.key("1"), into: "pages")
      _ = try await engine.send(guarded)
    }
  }

  @Test("Readers see all of a transaction or nothing of it", arguments: EngineKind.allCases)
  func isolation(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<4 {
          group.addTask {
            for n in 0..<50 {
              let value = AttributeValue.string("\(writer)-\(n)")
              try await engine.transactWriteItems([
                .update(UpdateItem(table: "pages", key: Self.key("1"), update: Update().set("v", to: value))),
                .update(UpdateItem(table: "pages", key: Self.key("2"), update: Update().set("v", to: value))),
              ])
            }
          }
        }
        for _ in 0..<4 {
          group.addTask {
            for _ in 0..<100 {
              let items = try await engine.send(
                TransactGetItems([
                  .init(table: "pages", key: Self.key("1")), .init(table: "pages", key: Self.key("2")),
                ])
              ).items
              #expect(items[0]?["v"] == items[1]?["v"])
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test("No increment is lost, however many tasks add at once", arguments: EngineKind.allCases)
  func increments(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<32 {
          group.addTask {
            for _ in 0..<25 { try await engine.updateItem(Self.key("1"), in: "pages", Update().add("n", 1)) }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await engine.getItem(Self.key("1"), from: "pages")?["n"] == 800)
    }
  }

  @Test("Transactions cost twice as much", arguments: EngineKind.allCases)
  func capacity(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      let write = TransactWriteItems(
        [.put(PutItem(table: "pages", item: Self.key("1"))), .put(PutItem(table: "pages", item: Self.key("2")))],
        returnConsumedCapacity: .total)
      #expect(
        try await engine.send(write).consumedCapacity == [ConsumedCapacity(table: "pages", units: 4, writeUnits: 4)])
      let read = TransactGetItems([.init(table: "pages", key: Self.key("1"))], returnConsumedCapacity: .total)
      #expect(
        try await engine.send(read).consumedCapacity == [ConsumedCapacity(table: "pages", units: 2, readUnits: 2)])
    }
  }
}
