import DynamoDB
import Testing

@Suite("A store: writes with conditions, and what they return")
struct StoreWriteTests {
  private let key: Item = ["pk": "a", "sk": "1"]

  @Test("A put replaces the whole item, and a get finds only what is there", arguments: Store.all)
  func putAndGet(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      try await client.putItem(["pk": "a", "sk": "1", "n": 1, "m": "x"], into: table)
      try await client.putItem(["pk": "a", "sk": "1", "n": 2], into: table)
      #expect(try await client.getItem(key, from: table, consistentRead: true) == ["pk": "a", "sk": "1", "n": 2])
      #expect(try await client.getItem(["pk": "a", "sk": "2"], from: table, consistentRead: true) == nil)
      #expect(try await client.getItem(key, from: table, consistentRead: true, projection: ["n"]) == ["n": 2])
    }
  }

  @Test("A condition that fails changes nothing, and shows the item where that was asked for", arguments: Store.all)
  func failedCondition(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      let stored: Item = ["pk": "a", "sk": "1", "n": 1]
      try await client.putItem(stored, into: table, if: DocumentPath("pk").doesNotExist)
      let condition = DocumentPath("n") == 7
      let writes: [(ReturnValuesOnConditionCheckFailure) -> any DynamoDBOperation] = [
        { PutItem(table: table, item: key, condition: condition, returnValuesOnConditionCheckFailure: $0) },
        {
          UpdateItem(
            table: table, key: key, update: Update().set("n", to: 9), condition: condition,
            returnValuesOnConditionCheckFailure: $0)
        },
        { DeleteItem(table: table, key: key, condition: condition, returnValuesOnConditionCheckFailure: $0) },
      ]
      for write in writes {
        #expect(try await refusal { _ = try await client.send(write(.none)) } == .conditionFailed(item: nil))
        #expect(try await refusal { _ = try await client.send(write(.allOld)) } == .conditionFailed(item: stored))
      }
      #expect(try await client.getItem(key, from: table, consistentRead: true) == stored)
    }
  }

  @Test("A condition that fails where there is no item has no item to show", arguments: Store.all)
  func failedConditionOnNothing(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      let put = PutItem(
        table: table, item: key, condition: DocumentPath("pk").exists, returnValuesOnConditionCheckFailure: .allOld)
      #expect(try await refusal { _ = try await client.send(put) } == .conditionFailed(item: nil))
    }
  }

  @Test("Of writers that want the same item to be new, one succeeds", arguments: Store.all)
  func oneWinner(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      let winners = try await withThrowingTaskGroup(of: Int?.self) { group in
        for writer in 0..<16 {
          group.addTask { try await create(key, by: writer, in: table, on: client) ? writer : nil }
        }
        return try await group.reduce(into: [Int]()) { winners, winner in
          if let winner { winners.append(winner) }
        }
      }
      #expect(winners.count == 1)
      let item = try await client.getItem(key, from: table, consistentRead: true)
      #expect(item?["writer"] == winners.first.map { .number($0) })
    }
  }

  private func create(
    _ key: Item, by writer: Int, in table: String, on client: any DynamoDBClient
  ) async throws(DynamoDBError) -> Bool {
    do throws(DynamoDBError) {
      try await client.putItem(
        key.merging(["writer": .number(writer)]) { $1 }, into: table, if: DocumentPath("pk").doesNotExist)
      return true
    } catch .conditionFailed {
      return false
    }
  }

  @Test("Each of the return values, of an update, a put and a deletion", arguments: Store.all)
  func returnValues(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      func update(_ returnValues: ReturnValues) async throws -> Item? {
        let add = UpdateItem(table: table, key: key, update: Update().add("n", 1), returnValues: returnValues)
        return try await client.send(add).attributes
      }
      try await client.putItem(["pk": "a", "sk": "1", "n": 1, "x": "y"], into: table)
      #expect(try await update(.none) == nil)
      #expect(try await update(.updatedOld) == ["n": 2])
      #expect(try await update(.updatedNew) == ["n": 4])
      #expect(try await update(.allOld) == ["pk": "a", "sk": "1", "n": 4, "x": "y"])
      #expect(try await update(.allNew) == ["pk": "a", "sk": "1", "n": 6, "x": "y"])
      let put = PutItem(table: table, item: key, returnValues: .allOld)
      #expect(try await client.send(put).attributes == ["pk": "a", "sk": "1", "n": 6, "x": "y"])
      let delete = DeleteItem(table: table, key: key, returnValues: .allOld)
      #expect(try await client.send(delete).attributes == key)
      #expect(try await client.send(delete).attributes == nil)
    }
  }

  @Test("An update makes the item it does not find, and a deletion of nothing succeeds", arguments: Store.all)
  func missingItems(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      try await client.deleteItem(key, from: table)
      let update = Update().set("n", to: .plus(.ifNotExists("n", .value(10)), .value(1))).remove("gone")
      #expect(try await client.updateItem(key, in: table, update) == ["pk": "a", "sk": "1", "n": 11])
      #expect(try await client.updateItem(key, in: table, update) == ["pk": "a", "sk": "1", "n": 12])
    }
  }

  @Test("No increment is lost, however many tasks add at once", arguments: Store.all)
  func increments(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            for _ in 0..<10 { try await client.updateItem(key, in: table, Update().add("n", 1)) }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await client.getItem(key, from: table, consistentRead: true)?["n"] == 80)
    }
  }

  @Test("Conditions of every kind mean the same", arguments: Store.all)
  func conditions(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      try await client.putItem(
        ["pk": "a", "sk": "1", "n": 5, "s": "hello", "l": .list([1, "x"]), "t": .stringSet(["a", "b"])], into: table)
      let holding: [Condition] = [
        DocumentPath("n") == 5, DocumentPath("n") != 6, DocumentPath("n") < 6, DocumentPath("n") >= 5,
        DocumentPath("n").isBetween(4, 5), DocumentPath("n").isIn([1, 5]), DocumentPath("s").begins(with: "hel"),
        DocumentPath("s").contains("ell"), DocumentPath("t").contains("b"), DocumentPath("l", .index(1)) == "x",
        DocumentPath("n").hasType(.number), .compare(.size("s"), .equal, .value(5)), DocumentPath("z").doesNotExist,
        DocumentPath("z").exists || DocumentPath("n") == 5, !(DocumentPath("n") == 4),
      ]
      for condition in holding {
        try await client.putItem(["pk": "b", "sk": "1"], into: table)
        let update = Update().set("seen", to: true)
        try await client.updateItem(key, in: table, update, if: condition)
        let error = try await refusal { try await client.updateItem(key, in: table, update, if: !condition) }
        #expect(error == .conditionFailed(item: nil), "\(condition)")
      }
    }
  }
}
