import DynamoDB
import EmbeddedDynamoDB
import Testing

@Suite("One item", .serialized)
struct ItemTests {
  private static let key: Item = ["pk": "a", "sk": "1"]

  @Test("What was put is got, and nothing else", arguments: EngineKind.allCases)
  func putAndGet(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let item: Item = ["pk": "a", "sk": "1", "n": 1, "m": .map(["x": .list([.null, .bool(true)])])]
      try await engine.putItem(item, into: "pages")
      #expect(try await engine.getItem(Self.key, from: "pages") == item)
      #expect(try await engine.getItem(["pk": "a", "sk": "2"], from: "pages") == nil)
      try await engine.putItem(["pk": "a", "sk": "1"], into: "pages")
      #expect(try await engine.getItem(Self.key, from: "pages") == Self.key)
    }
  }

  @Test(
    "A false condition writes nothing, and returns the item only where that was asked for",
    arguments: EngineKind.allCases)
  func conditions(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let item: Item = ["pk": "a", "sk": "1", "n": 1]
      let absent = DocumentPath("pk").doesNotExist
      try await engine.putItem(item, into: "pages", if: absent)
      await #expect(throws: DynamoDBError.conditionFailed(item: nil)) {
        try await engine.putItem(["pk": "a", "sk": "1", "n": 2], into: "pages", if: absent)
      }
      await #expect(throws: DynamoDBError.conditionFailed(item: item)) {
        _ = try await engine.send(
          UpdateItem(
            table: "pages", key: Self.key, update: Update().set("n", to: 2), condition: DocumentPath("n") == 7,
            returnValuesOnConditionCheckFailure: .allOld))
      }
      await #expect(throws: DynamoDBError.conditionFailed(item: nil)) {
        try await engine.deleteItem(Self.key, from: "pages", if: DocumentPath("n") > 1)
      }
      #expect(try await engine.getItem(Self.key, from: "pages") == item)
    }
  }

  private func increment(on engine: EmbeddedDynamoDB, _ returnValues: ReturnValues) async throws -> Item? {
    try await engine.send(
      UpdateItem(table: "pages", key: Self.key, update: Update().add("n", 1), returnValues: returnValues)
    ).attributes
  }

  @Test("Each of the return values", arguments: EngineKind.allCases)
  func returnValues(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      #expect(try await increment(on: engine, .allOld) == nil)
      #expect(try await increment(on: engine, .none) == nil)
      #expect(try await increment(on: engine, .updatedOld) == ["n": 2])
      #expect(try await increment(on: engine, .updatedNew) == ["n": 4])
      #expect(try await increment(on: engine, .allOld) == ["pk": "a", "sk": "1", "n": 4])
      #expect(try await increment(on: engine, .allNew) == ["pk": "a", "sk": "1", "n": 6])
      let put = PutItem(table: "pages", item: Self.key, returnValues: .allOld)
      #expect(try await engine.send(put).attributes == ["pk": "a", "sk": "1", "n": 6])
      let delete = DeleteItem(table: "pages", key: Self.key, returnValues: .allOld)
      #expect(try await engine.send(delete).attributes == Self.key)
      #expect(try await engine.send(delete).attributes == nil)
    }
  }

  @Test("Wrong keys are refused in DynamoDB's words", arguments: EngineKind.allCases)
  func wrongKeys(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let refusals: [(Item, String)] = [
        (["pk": "a"], "One or more parameter values were invalid: Missing the key sk in the item"),
        (
          ["pk": "a", "sk": 1],
          "One or more parameter values were invalid: Type mismatch for key sk expected: S actual: N"
        ),
        (
          ["pk": "a", "sk": ""],
          "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
            + "empty string value. Key: sk"
        ),
      ]
      for (item, message) in refusals {
        await #expect(throws: DynamoDBError.validation(message)) { try await engine.putItem(item, into: "pages") }
      }
      await #expect(throws: DynamoDBError.validation("The provided key element does not match the schema")) {
        _ = try await engine.getItem(["pk": "a", "sk": "b", "x": "c"], from: "pages")
      }
      await #expect(throws: DynamoDBError.resourceNotFound("Requested resource not found")) {
        _ = try await engine.getItem(Self.key, from: "nowhere")
      }
      await #expect(
        throws: DynamoDBError.validation(
          "Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may contain "
            + "only the characters a-z, A-Z, 0-9, '_', '-', and '.'")
      ) {
        _ = try await engine.getItem(Self.key, from: "no where")
      }
      await #expect(
        throws: DynamoDBError.validation(
          "One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key")
      ) {
        try await engine.updateItem(Self.key, in: "pages", Update().set("sk", to: "2"))
      }
    }
  }

  @Test("An item of more than 400 KB is refused, and one of exactly that is kept", arguments: EngineKind.allCases)
  func itemSize(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      var item = Self.key
      item["x"] = .string(String(repeating: "x", count: 400 * 1024 - Self.key.size - 1))
      try await engine.putItem(item, into: "pages")
      #expect(try await engine.getItem(Self.key, from: "pages") == item)
      item["y"] = ""
      await #expect(throws: DynamoDBError.validation("Item size has exceeded the maximum allowed size")) {
        try await engine.putItem(item, into: "pages")
      }
      await #expect(throws: DynamoDBError.validation("Item size to update has exceeded the maximum allowed size")) {
        try await engine.updateItem(Self.key, in: "pages", Update().set("y", to: "z"))
      }
    }
  }

  @Test("Writes cost whole KB of the larger item, reads whole 4 KB or half", arguments: EngineKind.allCases)
  func capacity(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      var item = Self.key
      item["x"] = .string(String(repeating: "x", count: 4096))
      let put = PutItem(table: "pages", item: item, returnConsumedCapacity: .total)
      #expect(try await engine.send(put).consumedCapacity?.units == 5)
      let shrink = PutItem(table: "pages", item: Self.key, returnConsumedCapacity: .total)
      _ = try await engine.send(put)
      var read = GetItem(table: "pages", key: Self.key, returnConsumedCapacity: .total)
      #expect(try await engine.send(read).consumedCapacity?.units == 1)
      read.consistentRead = true
      #expect(try await engine.send(read).consumedCapacity?.units == 2)
      #expect(try await engine.send(shrink).consumedCapacity?.units == 5)
      #expect(try await engine.send(shrink).consumedCapacity?.units == 1)
    }
  }
}
