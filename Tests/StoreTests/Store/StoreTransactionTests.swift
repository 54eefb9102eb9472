import DynamoDB
import Testing

@Suite("A store: transactions")
struct StoreTransactionTests {
  private func key(_ sort: String) -> Item { ["pk": "a", "sk": .string(sort)] }

  @Test("All or nothing, with a reason for each item in its place", arguments: Store.all)
  func reasons(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      let stored: Item = ["pk": "a", "sk": "1", "n": 1]
      try await client.putItem(stored, into: table)
      let absent = DocumentPath("pk").doesNotExist
      let error = try await refusal {
        try await client.transactWriteItems([
          .put(PutItem(table: table, item: key("2"), condition: absent)),
          .check(
            ConditionCheck(
              table: table, key: key("1"), condition: DocumentPath("n") == 2,
              returnValuesOnConditionCheckFailure: .allOld)),
          .delete(DeleteItem(table: table, key: key("3"), condition: DocumentPath("pk").exists)),
          .update(UpdateItem(table: table, key: key("4"), update: Update().add("n", 1))),
        ])
      }
      let reasons = try #require(error.reasons)
      #expect(reasons.map(\.code) == [.none, .conditionalCheckFailed, .conditionalCheckFailed, .none])
      #expect(reasons.map(\.item) == [nil, stored, nil, nil])
      #expect(try await client.send(Scan(table: table, consistentRead: true)).items == [stored])
    }
  }

  @Test("Puts, updates, deletions and checks happen together", arguments: Store.all)
  func together(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      for sort in ["1", "2", "3"] {
        try await client.putItem(["pk": "a", "sk": .string(sort), "n": 1], into: table)
      }
      try await client.transactWriteItems([
        .check(ConditionCheck(table: table, key: key("1"), condition: DocumentPath("n") == 1)),
        .update(
          UpdateItem(table: table, key: key("2"), update: Update().add("n", 1), condition: DocumentPath("n") == 1)),
        .delete(DeleteItem(table: table, key: key("3"), condition: DocumentPath("n") == 1)),
        .put(PutItem(table: table, item: ["pk": "a", "sk": "4"], condition: DocumentPath("pk").doesNotExist)),
      ])
      let read = TransactGetItems(["1", "2", "3", "4"].map { .init(table: table, key: key($0)) })
      #expect(
        try await client.send(read).items == [
          ["pk": "a", "sk": "1", "n": 1], ["pk": "a", "sk": "2", "n": 2], nil, ["pk": "a", "sk": "4"],
        ])
    }
  }

  @Test("A request with the same token is carried out once", arguments: Store.all)
  func token(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      let token = "token-\(UInt64.random(in: 0 ... .max))"
      let add = TransactWriteItems(
        [.update(UpdateItem(table: table, key: key("1"), update: Update().add("n", 1)))], clientRequestToken: token)
      for _ in 0..<3 { _ = try await client.send(add) }
      #expect(try await client.getItem(key("1"), from: table, consistentRead: true)?["n"] == 1)

      let other = TransactWriteItems(
        [.update(UpdateItem(table: table, key: key("1"), update: Update().add("n", 2)))], clientRequestToken: token)
      #expect(try await refusal { _ = try await client.send(other) }.isParameterMismatch)
      #expect(try await client.getItem(key("1"), from: table, consistentRead: true)?["n"] == 1)
    }
  }

  @Test("A request without a token is a new one each time", arguments: Store.all)
  func noToken(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      for _ in 0..<3 {
        try await client.transactWriteItems([
          .update(UpdateItem(table: table, key: key("1"), update: Update().add("n", 1)))
        ])
      }
      #expect(try await client.getItem(key("1"), from: table, consistentRead: true)?["n"] == 3)
    }
  }

  @Test("An item can be named once only, and a transaction holds something", arguments: Store.all)
  func refused(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      let twice = try await refusal {
        try await client.transactWriteItems([
          .put(PutItem(table: table, item: key("1"))), .delete(DeleteItem(table: table, key: key("1"))),
        ])
      }
      #expect(twice.isValidation)
      #expect(try await refusal { try await client.transactWriteItems([]) }.isValidation)
      #expect(try await client.send(Scan(table: table, consistentRead: true)).items.isEmpty)
    }
  }

  @Test("Money moves and is never made or lost", arguments: Store.all)
  func transfers(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      for account in 0..<4 {
        try await client.putItem(["pk": "a", "sk": .string("\(account)"), "n": 100], into: table)
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<4 {
          group.addTask {
            for round in 0..<10 {
              let from = key("\((task + round) % 4)")
              let to = key("\((task + round * 3 + 1) % 4)")
              if from != to { try await transfer(7, from: from, to: to, in: table, on: client) }
            }
          }
        }
        try await group.waitForAll()
      }
      let balances = try await client.send(Scan(table: table, consistentRead: true)).items.map { $0["n"]?.integer ?? 0 }
      #expect(balances.reduce(0, +) == 400)
      #expect(balances.allSatisfy { $0 >= 0 })
    }
  }

  private func transfer(
    _ amount: Int, from source: Item, to target: Item, in table: String, on client: any DynamoDBClient
  ) async throws(DynamoDBError) {
    let take = UpdateItem(
      table: table, key: source, update: Update().add("n", .number(-amount)),
      condition: DocumentPath("n") >= .number(amount))
    let give = UpdateItem(table: table, key: target, update: Update().add("n", .number(amount)))
    do throws(DynamoDBError) {
      try await client.transactWriteItems([.update(take), .update(give)])
    } catch .transactionCanceled(let reasons) {
      // In each other's way, or nothing left on the account.
      #expect(reasons.allSatisfy { [.none, .transactionConflict, .conditionalCheckFailed].contains($0.code) })
    }
  }
}
