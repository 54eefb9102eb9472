import DynamoDB
import Testing

@Suite("Cursors")
struct PageCursorTests {
  static let query = Query(
    table: "pages", index: "gsi-email", keyCondition: KeyCondition(partition: "PK", equals: "USER#1"))

  // TableTheory's golden cursor of DMS v0.1.
  static let goldenJSON = #"{"lastKey":{"PK":{"S":"USER#1"},"SK":{"S":"PROFILE"}},"index":"gsi-email","sort":"ASC"}"#
  static let golden =
    "eyJsYXN0S2V5Ijp7IlBLIjp7IlMiOiJVU0VSIzEifSwiU0siOnsiUyI6IlBST0ZJTEUifX0sImluZGV4IjoiZ3NpLWVtYWlsIiwic29ydCI6IkFTQyJ9"

  @Test("The golden cursor of the other SDKs is written and read")
  func goldenCursor() throws {
    let cursor = PageCursor(
      lastKey: ["SK": "PROFILE", "PK": "USER#1"], index: "gsi-email", sort: .ascending)
    #expect(cursor.text == Self.golden)
    #expect(try PageCursor(parsing: Self.golden) == cursor)
    #expect(Self.encoded(Self.goldenJSON) == Self.golden)
  }

  @Test("Each cursor is read back as it was, from text that may stand in a URL", arguments: 0..<300)
  func roundTrip(seed: Int) throws {
    var generator = ValueGenerator(seed: UInt64(seed))
    var key: Item = ["p\(generator.below(9))": .number(try generator.number())]
    key["\(generator.below(9))"] = .binary(generator.bytes())
    key["é?/&"] = .string(generator.text())
    let cursor = PageCursor(
      lastKey: key, index: generator.below(2) == 0 ? nil : generator.text(),
      sort: [nil, .ascending, .descending][generator.below(3)])
    #expect(try PageCursor(parsing: cursor.text) == cursor)
    #expect(
      cursor.text.utf8.allSatisfy { byte in
        Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber || "-_=".utf8.contains(byte)
      })
  }

  @Test("Members that are absent are left out, and may come as null from elsewhere")
  func absentMembers() throws {
    let cursor = PageCursor(lastKey: ["pk": 1])
    #expect(cursor.text == Self.encoded(#"{"lastKey":{"pk":{"N":"1"}}}"#))
    #expect(
      try PageCursor(parsing: Self.encoded(#"{"lastKey":{"pk":{"N":"1"}},"index":null,"sort":null}"#)) == cursor)
  }

  static let strange = [
    "", "=", "====", "a", "abc", "!!!!", "eyJ", golden + "\n", golden + "====", String(golden.dropLast()), " " + golden,
    encoded(""), encoded("{}"), encoded("[]"), encoded("null"), encoded(#""text""#), encoded(goldenJSON + "x"),
    encoded(#"{"lastKey":{}}"#), encoded(#"{"lastKey":[]}"#), encoded(#"{"lastKey":{"pk":"a"}}"#),
    encoded(#"{"lastKey":{"pk":{"BOOL":true}}}"#), encoded(#"{"lastKey":{"pk":{"SS":["a"]}}}"#),
    encoded(#"{"lastKey":{"pk":{"N":"x"}}}"#), encoded(#"{"lastKey":{"pk":{"S":"a"}},"sort":"UP"}"#),
    encoded(#"{"lastKey":{"pk":{"S":"a"}},"index":1}"#), encoded(#"{"lastKey":{"pk":{"S":"a"}},"version":"0.2"}"#),
    encoded(#"{"lastKey":{"pk":{"S":"a"}},"lastKey":{"pk":{"S":"b"}}}"#),
    encoded(#"{"lastKey":{"a":{"S":"a"},"b":{"S":"a"},"c":{"S":"a"},"d":{"S":"a"},"e":{"S":"a"}}}"#),
    encoded(#"{"lastKey":{"pk":"# + String(repeating: #"{"M":{"a":"#, count: 2_000)),
    String(repeating: "A", count: 70_000),
  ]

  @Test("What is no cursor is refused", arguments: strange.indices)
  func malformed(number: Int) {
    #expect { try PageCursor(parsing: Self.strange[number]) } throws: { error in
      if case .malformed = error as? PageCursorError { true } else { false }
    }
  }

  @Test("Changed and random texts are read or refused, and nothing else", arguments: 0..<200)
  func hostile(seed: Int) {
    var generator = ValueGenerator(seed: UInt64(seed))
    for _ in 0..<50 {
      var bytes = Array(Self.golden.utf8)
      for _ in 0...generator.below(3) {
        bytes[generator.below(bytes.count)] = UInt8(generator.below(256))
      }
      _ = try? PageCursor(parsing: String(decoding: bytes, as: UTF8.self))
      var json = Array(Self.goldenJSON.utf8)
      json[generator.below(json.count)] = UInt8(generator.below(256))
      json.remove(at: generator.below(json.count))
      _ = try? PageCursor(parsing: Self.encoded(String(decoding: json, as: UTF8.self)))
      _ = try? PageCursor(parsing: generator.text())
      _ = try? ParallelScanCursor(parsing: Self.encoded(String(decoding: json, as: UTF8.self)))
    }
  }

  @Test("A query goes on at its own cursor")
  func resumed() throws {
    let page = PageOutput(lastEvaluatedKey: ["PK": "USER#1", "SK": "PROFILE"])
    let cursor = try #require(Self.query.cursor(after: page))
    #expect(cursor.text == Self.golden)
    #expect(try Self.query.resumed(at: cursor).exclusiveStartKey == page.lastEvaluatedKey)
    #expect(Self.query.cursor(after: PageOutput()) == nil)
    var backwards = Self.query
    backwards.scanForward = false
    let other = try #require(backwards.cursor(after: page))
    #expect(other.sort == .descending)
    #expect(try backwards.resumed(at: other).exclusiveStartKey == page.lastEvaluatedKey)
    // One that does not say its order is ascending.
    let unsaid = PageCursor(lastKey: cursor.lastKey, index: "gsi-email")
    #expect(try Self.query.resumed(at: unsaid).exclusiveStartKey == page.lastEvaluatedKey)
  }

  @Test("A cursor of another index, direction, partition or kind of request is refused")
  func mismatch() throws {
    let cursor = try PageCursor(parsing: Self.golden)
    var others = Array(repeating: Self.query, count: 6)
    others[0].index = nil
    others[1].index = "gsi-name"
    others[2].scanForward = false
    others[3].keyCondition.partitionValue = "USER#2"
    others[4].keyCondition.partitionAttribute = "pk"
    others[5].keyCondition.sort = .init(attribute: "sk", range: .less("x"))
    for query in others {
      #expect { try query.resumed(at: cursor) } throws: { error in
        if case .mismatch = error as? PageCursorError { true } else { false }
      }
    }
    #expect(throws: PageCursorError.mismatch("the cursor is of a query in the order ASC, not of a scan")) {
      try Scan(table: "pages", index: "gsi-email").resumed(at: cursor)
    }
    #expect(throws: PageCursorError.mismatch("the cursor is of the index gsi-email, the request of the table itself")) {
      try Scan(table: "pages").resumed(at: cursor)
    }
    let scan = Scan(table: "pages", segment: .init(index: 1, total: 2))
    let own = try #require(scan.cursor(after: PageOutput(lastEvaluatedKey: ["pk": 1])))
    #expect(try scan.resumed(at: own).exclusiveStartKey == ["pk": 1])
  }

  @Test("A parallel scan's cursor is read back as it was, and what is none is refused")
  func parallel() throws {
    var cursor = ParallelScanCursor(of: Scan(table: "pages"), segments: 3)
    #expect(try ParallelScanCursor(parsing: cursor.text) == cursor)
    cursor.advance(.init(index: 0, total: 3), past: PageOutput(lastEvaluatedKey: ["pk": "é", "sk": 1]))
    cursor.advance(.init(index: 2, total: 3), past: PageOutput())
    #expect(cursor.positions == [.after(["pk": "é", "sk": 1]), .start, .end])
    #expect(try ParallelScanCursor(parsing: cursor.text) == cursor)
    for json in [
      "{}", #"{"version":2,"table":"t","segments":[{}]}"#, #"{"version":1,"segments":[{}]}"#,
      #"{"version":1,"table":"t","segments":[]}"#, #"{"version":1,"table":"t"}"#,
      #"{"version":1,"table":"t","segments":[{"at":1}]}"#, #"{"version":1,"table":"t","segments":[1]}"#,
    ] {
      #expect(throws: PageCursorError.self) { try ParallelScanCursor(parsing: Self.encoded(json)) }
    }
  }

  /// base64url, made the slow way.
  private static func encoded(_ text: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var output = ""
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let group = bytes.prefix(3)
      bytes = bytes.dropFirst(3)
      let bits = (Array(group) + [0, 0]).prefix(3).reduce(0) { $0 << 8 | Int($1) }
      for place in 0..<4 {
        output.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=")
      }
    }
    return output
  }
}
