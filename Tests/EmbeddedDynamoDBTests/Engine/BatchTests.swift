import DynamoDB
import EmbeddedDynamoDB
import Testing

@Suite("BatchGetItem and BatchWriteItem", .serialized)
struct BatchTests {
  private static func key(_ number: Int) -> Item { ["pk": "a", "sk": .string("\(number)")] }

  /// A second table, `numbers`, with a number for its only key attribute.
  private func addNumbers(to engine: EmbeddedDynamoDB) async throws {
    _ = try await engine.send(CreateTable(table: "numbers", partitionKey: .init("n", .number)))
  }

  @Test("Puts and deletes in several tables, and reads of what is there", arguments: EngineKind.allCases)
  func writesAndReads(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      try await addNumbers(to: engine)
      try await engine.putItem(Self.key(0), into: "pages")
      let written = try await engine.send(
        BatchWriteItem([
          "pages": [
            .delete(key: Self.key(0)), .put(Self.key(1).merging(["x": "y"]) { $1 }), .delete(key: Self.key(9)),
          ],
          "numbers": [.put(["n": 1, "x": "z"])],
        ]))
      #expect(written == .init())
      let read = try await engine.send(
        BatchGetItem([
          "pages": .init([Self.key(0), Self.key(1)], projection: ["x"]), "numbers": .init([["n": 1], ["n": 2]]),
        ]))
      #expect(read == .init(items: ["pages": [["x": "y"]], "numbers": [["n": 1, "x": "z"]]]))
    }
  }

  @Test("A table of which nothing is found has an empty list", arguments: EngineKind.allCases)
  func nothingFound(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let read = try await engine.send(BatchGetItem(["pages": .init([Self.key(1)])]))
      #expect(read == .init(items: ["pages": []]))
    }
  }

  @Test("An item of which the projection leaves nothing is there, empty", arguments: EngineKind.allCases)
  func emptyProjection(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      try await engine.putItem(Self.key(1), into: "pages")
      let read = try await engine.send(BatchGetItem(["pages": .init([Self.key(1)], projection: ["x"])]))
      #expect(read.items == ["pages": [[:]]])
    }
  }

  @Test("Capacity table by table, by size, for absent items too", arguments: EngineKind.allCases)
  func capacity(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      try await addNumbers(to: engine)
      let large = Self.key(1).merging(["x": .string(String(repeating: "x", count: 5000))]) { $1 }
      let write = BatchWriteItem(
        ["pages": [.put(large), .put(Self.key(2))], "numbers": [.delete(key: ["n": 1])]],
        returnConsumedCapacity: .indexes)
      #expect(
        try await engine.send(write).capacities == [
          ConsumedCapacity(table: "numbers", units: 1, tableUnits: 1),
          ConsumedCapacity(table: "pages", units: 6, tableUnits: 6),
        ])
      let read = BatchGetItem(
        [
          "pages": .init([Self.key(1), Self.key(2), Self.key(3)], consistentRead: true), "numbers": .init([["n": 1]]),
        ], returnConsumedCapacity: .total)
      #expect(
        try await engine.send(read).capacities
          == [ConsumedCapacity(table: "numbers", units: 0.5), ConsumedCapacity(table: "pages", units: 4)])
    }
  }

  @Test("An answer has at most 16 MB; the rest is left, in the form of a request", arguments: EngineKind.allCases)
  func largeAnswer(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let body = AttributeValue.string(String(repeating: "x", count: 350 * 1024))
      let keys = (0..<60).map(Self.key)
      try await engine.batchWriteItems(
        puts: keys.map { $0.merging(["x": body]) { $1 } }, in: "pages", keyedBy: ["pk", "sk"])
      let request = BatchGetItem.Keys(keys, consistentRead: true)
      let read = try await engine.send(
        BatchGetItem(["pages": request], returnConsumedCapacity: .total))
      let found = try #require(read.items["pages"])
      #expect(found.count == 46)
      #expect(found.reduce(0) { $0 + $1.size } <= 16 * 1024 * 1024)
      #expect(read.unprocessed == ["pages": .init(Array(keys.dropFirst(46)), consistentRead: true)])
      #expect(read.capacities == [ConsumedCapacity(table: "pages", units: 46 * 88)])
      #expect(try await engine.batchGetItems(keys, from: "pages").count == 60)
    }
  }

  private static let key1 = BatchWriteItem.Write.delete(key: key(1))
  static let counts =
    "1 validation error detected: Value at 'requestItems' failed to satisfy constraint: Map value must satisfy "
    + "constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]"

  private static let refusedWrites: [(requests: [String: [BatchWriteItem.Write]], error: DynamoDBError)] = [
    (
      [:],
      .validation(
        "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have "
          + "length greater than or equal to 1")
    ),
    (["pages": []], .validation(counts)),
    (["pages": (0..<26).map { .delete(key: key($0)) }], .validation(counts)),
    (
      ["pages": (0..<25).map { .delete(key: key($0)) }, "numbers": [.delete(key: ["n": 1])]],
      .validation("Too many items requested for the BatchWriteItem call")
    ),
    (["pages": [key1, key1]], .validation("Provided list of item keys contains duplicates")),
    (["pages": [.put(key(1)), key1]], .validation("Provided list of item keys contains duplicates")),
    (
      ["pages": [key1, .put(key(1).merging(["x": 1]) { $1 })]],
      .validation("Provided list of item keys contains duplicates")
    ),
    (["absent": [key1]], .resourceNotFound("Requested resource not found")),
    (["pages": [.put(["pk": "a"])]], .validation("The provided key element does not match the schema")),
    (["pages": [.put(["pk": "a", "sk": 1])]], .validation("The provided key element does not match the schema")),
    (["pages": [.delete(key: ["pk": "a"])]], .validation("The provided key element does not match the schema")),
    (
      ["pages": [.put(["pk": "a", "sk": ""])]],
      .validation(
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
          + "string value. Key: sk")
    ),
    (
      ["pages": [.put(key(1).merging(["x": .string(String(repeating: "x", count: 410_000))]) { $1 })]],
      .validation("Item size has exceeded the maximum allowed size")
    ),
  ]

  @Test("A refused batch writes nothing, whatever else is in it", arguments: EngineKind.allCases)
  func refusedWrites(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      try await addNumbers(to: engine)
      for (requests, error) in Self.refusedWrites {
        var requests = requests
        if requests.count == 1, requests.values.allSatisfy({ $0.count < 25 }) { requests["numbers"] = [.put(["n": 7])] }
        await #expect(throws: error) { try await engine.send(BatchWriteItem(requests)) }
      }
      #expect(try await engine.getItem(["n": 7], from: "numbers") == nil)
      #expect(try await engine.send(Scan(table: "pages", select: .count)).count == 0)
    }
  }

  private static let refusedReads: [(requests: [String: BatchGetItem.Keys], error: DynamoDBError)] = [
    (
      [:],
      .validation(
        "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have "
          + "length greater than or equal to 1")
    ),
    (
      ["pages": .init([])],
      .validation(
        "1 validation error detected: Value at 'requestItems.pages.member.keys' failed to satisfy constraint: Member "
          + "must have length greater than or equal to 1")
    ),
    (
      ["pages": .init((0..<101).map(key))],
      .validation(
        "1 validation error detected: Value at 'requestItems.pages.member.keys' failed to satisfy constraint: Member "
          + "must have length less than or equal to 100")
    ),
    (
      ["pages": .init((0..<60).map(key)), "numbers": .init((0..<41).map { ["n": .number($0)] })],
      .validation("Too many items requested for the BatchGetItem call")
    ),
    (["pages": .init([key(1), key(2), key(1)])], .validation("Provided list of item keys contains duplicates")),
    (["absent": .init([key(1)])], .resourceNotFound("Requested resource not found")),
    (["pages": .init([["pk": "a"]])], .validation("The provided key element does not match the schema")),
  ]

  @Test("Reads that DynamoDB refuses", arguments: EngineKind.allCases)
  func refusedReads(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      try await addNumbers(to: engine)
      for (requests, error) in Self.refusedReads {
        await #expect(throws: error) { try await engine.send(BatchGetItem(requests)) }
      }
      let one = try Number(parsing: "1.0")
      await #expect(throws: DynamoDBError.validation("Provided list of item keys contains duplicates")) {
        try await engine.send(BatchGetItem(["numbers": .init([["n": 1], ["n": .number(one)]])]))
      }
    }
  }

  @Test("Thousands of items, written and read back through batches", arguments: EngineKind.allCases)
  func manyItems(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let keys = (0..<1_030).map(Self.key)
      let policy = BatchPolicy(concurrency: 4)
      try await engine.batchWriteItems(puts: keys, in: "pages", keyedBy: ["pk", "sk"], policy: policy)
      #expect(Set(try await engine.batchGetItems(keys, from: "pages", policy: policy)) == Set(keys))
      try await engine.batchWriteItems(
        deletes: Array(keys.prefix(1_000)), in: "pages", keyedBy: ["pk", "sk"], policy: policy)
      #expect(try await engine.send(Scan(table: "pages", select: .count)).count == 30)
    }
  }
}
