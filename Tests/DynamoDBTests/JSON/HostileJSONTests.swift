import DynamoDB
import Testing

/// No bytes make the reader crash or hang: it reads them or refuses them.
struct HostileJSONTests {
  @Test("Random bytes", arguments: 0..<200)
  func randomBytes(seed: Int) {
    var generator = ValueGenerator(seed: UInt64(seed))
    for _ in 0..<100 {
      let bytes = generator.bytes() + generator.bytes()
      _ = try? Item(json: bytes)
      _ = try? PutItem(json: bytes)
    }
  }

  @Test("Good requests with a byte changed, left out or put in", arguments: 0..<300)
  func mutations(seed: Int) throws {
    var generator = ValueGenerator(seed: UInt64(seed))
    let operation = UpdateItem(
      table: "pages", key: ["pk": .string(generator.text())], update: Update().set("a", to: try generator.value()),
      condition: DocumentPath("b", .key("c")) <= 5 && DocumentPath("pk").exists)
    for _ in 0..<30 {
      var bytes = operation.json
      let place = generator.below(bytes.count)
      switch generator.below(3) {
      case 0: bytes[place] = UInt8(generator.below(256))
      case 1: bytes.remove(at: place)
      default: bytes.insert(UInt8(generator.below(256)), at: place)
      }
      _ = try? UpdateItem(json: bytes)
      _ = try? TransactWriteItems(json: bytes)
    }
  }

  @Test(
    "Deep nesting is refused",
    arguments: ["[", "{\"a\":", "{\"L\":[", "{\"M\":{\"a\":"])
  func deepNesting(opening: String) {
    let bytes = Array(String(repeating: opening, count: 400_000 / opening.utf8.count).utf8)
    #expect(throws: DynamoDBError.self) { try AttributeValue(json: bytes) }
    #expect(throws: DynamoDBError.self) { try PutItem(json: bytes) }
  }

  @Test("Long runs of anything are read in one pass")
  func longRuns() {
    for run in ["\"", "\\", " ", "0", "9", "e", "-", "\u{0}", ",", "]", "}"] {
      let bytes = Array(String(repeating: run, count: 400_000).utf8)
      #expect(throws: DynamoDBError.self) { try AttributeValue(json: bytes) }
      #expect(throws: DynamoDBError.self) { try AttributeValue(json: Array("{\"N\":\"".utf8) + bytes) }
    }
  }
}
