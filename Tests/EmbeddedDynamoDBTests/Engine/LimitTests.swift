import DynamoDB
import EmbeddedDynamoDB
import Testing

/// Source: *Amazon DynamoDB Developer Guide*, "Constraints in Amazon DynamoDB".
@Suite("Limits", .serialized)
struct LimitTests {
  private static let key: Item = ["pk": "a", "sk": "1"]

  /// An item of this size in bytes.
  private static func item(of size: Int, sort: String = "1") -> Item {
    var item = key
    item["sk"] = .string(sort)
    item["x"] = .string(String(repeating: "x", count: size - item.size - 1))
    return item
  }

  @Test("An item has at most 400 KB, put or made by an update", arguments: EngineKind.allCases)
  func itemSize(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      let largest = Self.item(of: 400 * 1024)
      try await engine.putItem(largest, into: "pages")
      await #expect(throws: DynamoDBError.validation("Item size has exceeded the maximum allowed size")) {
        try await engine.putItem(Self.item(of: 400 * 1024 + 1), into: "pages")
      }
      await #expect(throws: DynamoDBError.validation("Item size to update has exceeded the maximum allowed size")) {
        try await engine.updateItem(Self.key, in: "pages", Update().set("y", to: ""))
      }
      #expect(try await engine.getItem(Self.key, from: "pages") == largest)
    }
  }

  @Test("A transaction has items of at most 4 MB, written or read", arguments: EngineKind.allCases)
  func transactionSize(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      let tooMuch = DynamoDBError.validation("The aggregate size of the items in the transaction exceeds 4 MB")
      let sizes = [Int](repeating: 400 * 1024, count: 10) + [96 * 1024]
      let items = sizes.enumerated().map { Self.item(of: $0.element, sort: "\($0.offset)") }
      try await engine.transactWriteItems(items.map { .put(PutItem(table: "pages", item: $0)) })
      let one = Self.item(of: 20, sort: "one")
      await #expect(throws: tooMuch) {
        try await engine.transactWriteItems((items + [one]).map { .put(PutItem(table: "pages", item: $0)) })
      }
      #expect(try await engine.getItem(["pk": "a", "sk": "one"], from: "pages") == nil)
      let gets = items.map { TransactGetItems.Get(table: "pages", key: ["pk": "a", "sk": $0["sk"] ?? ""]) }
      #expect(try await engine.send(TransactGetItems(gets)).items.compactMap { $0 }.count == 11)
      try await engine.putItem(one, into: "pages")
      await #expect(throws: tooMuch) {
        _ = try await engine.send(TransactGetItems(gets + [.init(table: "pages", key: ["pk": "a", "sk": "one"])]))
      }
    }
  }

  @Test("Values nest 32 deep and no deeper", arguments: EngineKind.allCases)
  func nesting(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      func nested(_ depth: Int) -> AttributeValue {
        (0..<depth).reduce(AttributeValue.string("x")) { value, _ in .list([value]) }
      }
      let tooDeep = DynamoDBError.validation(
        "Nesting Levels have exceeded supported limits: Attributes can be nested up to 32 levels deep")
      try await engine.putItem(Self.key.merging(["x": nested(32)]) { $1 }, into: "pages")
      await #expect(throws: tooDeep) {
        try await engine.putItem(Self.key.merging(["x": nested(33)]) { $1 }, into: "pages")
      }
      await #expect(throws: tooDeep) {
        try await engine.updateItem(
          Self.key, in: "pages", Update().set("y", to: .operand(.listAppend(.value(.list([nested(32)])), .path("x")))))
      }
    }
  }

  @Test("A partition key has at most 2,048 bytes, a sort key 1,024, a name 65,535", arguments: EngineKind.allCases)
  func keySizes(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      func text(_ count: Int) -> AttributeValue { .string(String(repeating: "k", count: count)) }
      try await engine.putItem(["pk": text(2048), "sk": text(1024)], into: "pages")
      for item in [["pk": text(2049), "sk": "1"], ["pk": "a", "sk": text(1025)]] as [Item] {
        await #expect(throws: DynamoDBError.self) { try await engine.putItem(item, into: "pages") }
        await #expect(throws: DynamoDBError.self) { _ = try await engine.getItem(item, from: "pages") }
      }
      let name = String(repeating: "n", count: 65535)
      try await engine.putItem(Self.key.merging([name: 1]) { $1 }, into: "pages")
      await #expect(throws: DynamoDBError.validation("Attribute name is too large, must be less than 65536 bytes")) {
        try await engine.putItem(Self.key.merging([name + "n": 1]) { $1 }, into: "pages")
      }
    }
  }

  /// Source: *Amazon DynamoDB Developer Guide*, "Update expressions".
  @Test("An update made in Swift has no overlapping paths either", arguments: EngineKind.allCases)
  func overlaps(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      try await engine.putItem(Self.key.merging(["m": .map(["a": 1])]) { $1 }, into: "pages")
      let overlaps: [(Update, String)] = [
        (Update().set("x", to: 1).set("x", to: 2), "[x], path two: [x]"),
        (Update().set("m", to: 1).remove(DocumentPath("m", .key("a"))), "[m], path two: [m, a]"),
        (Update().add(DocumentPath("m", .key("a")), 1).set("m", to: 1), "[m], path two: [m, a]"),
      ]
      for (update, paths) in overlaps {
        let refusal = DynamoDBError.validation(
          "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these "
            + "paths; path one: \(paths)")
        await #expect(throws: refusal) { try await engine.updateItem(Self.key, in: "pages", update) }
        await #expect(throws: DynamoDBError.transactionCanceled([.init(.validation, message: refusal.message)])) {
          try await engine.transactWriteItems([.update(UpdateItem(table: "pages", key: Self.key, update: update))])
        }
      }
      await #expect(throws: DynamoDBError.self) {
        try await engine.updateItem(
          Self.key, in: "pages",
          Update().set(DocumentPath("y", .key("a")), to: 1).set(DocumentPath("y", .index(0)), to: 1))
      }
    }
  }
}
