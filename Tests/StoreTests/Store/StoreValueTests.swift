import DynamoDB
import Testing

@Suite("A store: every value comes back as it went in")
struct StoreValueTests {
  private func expectRoundTrip(_ values: [AttributeValue], _ store: Store) async throws {
    try await withTable(store, sortKey: false) { client, table async throws in
      for value in values {
        let item: Item = ["pk": "a", "value": value]
        try await client.putItem(item, into: table)
        #expect(try await client.getItem(["pk": "a"], from: table, consistentRead: true) == item)
      }
    }
  }

  @Test("Numbers to 38 digits, at both ends of their range", arguments: Store.all)
  func numbers(store: Store) async throws {
    let digits = String(repeating: "9", count: 38)
    let texts = [
      "0", "-1", digits, "-" + digits, "0." + digits, "1234567890123456789.0123456789012345678", "1e-130", "-1e-130",
      digits + "e87", "0.1", "1e20", "-0.00000000000000000000000000000000000001",
    ]
    try await expectRoundTrip(try texts.map { .number(try Number(parsing: $0)) }, store)
  }

  @Test(
    "A sum that is too large is refused, and nothing is written",
    arguments: Store.all.filter { $0.keeps(.sumsHave38Digits) })
  func largeSums(store: Store) async throws {
    try await withTable(store, sortKey: false) { client, table async throws in
      let largest = AttributeValue.number(try Number(parsing: String(repeating: "9", count: 38) + "e87"))
      try await client.putItem(["pk": "a", "n": largest], into: table)
      let error = try await refusal { try await client.updateItem(["pk": "a"], in: table, Update().add("n", largest)) }
      #expect(error.isValidation)
      #expect(try await client.getItem(["pk": "a"], from: table, consistentRead: true)?["n"] == largest)
    }
  }

  @Test("Sums are exact to 38 digits", arguments: Store.all.filter { $0.keeps(.sumsHave38Digits) })
  func sums(store: Store) async throws {
    try await withTable(store, sortKey: false) { client, table async throws in
      let long = AttributeValue.number(try Number(parsing: "12345678901234567890123456789012345678"))
      try await client.putItem(["pk": "a", "n": long], into: table)
      let sum = try await client.updateItem(["pk": "a"], in: table, Update().add("n", 1))["n"]
      #expect(sum == .number(try Number(parsing: "12345678901234567890123456789012345679")))
    }
  }

  @Test("Strings of odd characters", arguments: Store.all)
  func strings(store: Store) async throws {
    let texts = [
      "", " ", "\0", "\u{1}\u{7F}\u{85}\u{A0}\u{2028}\u{FEFF}", "\"\\/\u{8}\u{C}\n\r\t", "e\u{301}", "\u{E9}", "𝄞👩‍👩‍👧",
      "</script>&amp;%20+", "\u{FFFD}\u{FFFF}\u{10FFFF}", String(repeating: "ü", count: 10_000),
    ]
    try await expectRoundTrip(texts.map { .string($0) }, store)
  }

  @Test("Strings that look alike are different keys", arguments: Store.all)
  func keys(store: Store) async throws {
    try await withTable(store, sortKey: false) { client, table async throws in
      let names = ["e\u{301}", "\u{E9}", "e", " e", "E"]
      for (number, name) in names.enumerated() {
        try await client.putItem(["pk": .string(name), "n": .number(number)], into: table)
      }
      for (number, name) in names.enumerated() {
        let item = try await client.getItem(["pk": .string(name)], from: table, consistentRead: true)
        #expect(item?["n"] == .number(number))
      }
    }
  }

  @Test("Binary values of all bytes, the empty one too", arguments: Store.all)
  func binary(store: Store) async throws {
    let all = Array(UInt8.min ... .max)
    try await expectRoundTrip(
      [.binary([]), .binary([0]), .binary(all), .binary(all + all.reversed() + [1]), .binarySet([[1], [1, 2], all])],
      store)
  }

  @Test("Sets, lists, maps, null and booleans, in each other", arguments: Store.all)
  func documents(store: Store) async throws {
    let leaf = AttributeValue.map(["": .null, "a.b": .bool(true), "#:": .list([]), "e\u{301}": .map([:])])
    let deep = (0..<30).reduce(leaf) { inner, level in level % 2 == 0 ? .list([inner]) : .map(["x": inner]) }
    try await expectRoundTrip(
      [
        leaf, deep, .stringSet(["b", "a"]), .numberSet([3, 1, try Number(parsing: "1.5")]),
        .list([.bool(false), .null, .stringSet(["x"]), .map([:]), ""]),
      ], store)
  }

  @Test("What DynamoDB does not keep is refused", arguments: Store.all)
  func refusedValues(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      let items: [Item] = [
        ["pk": "a"], ["pk": "", "sk": "1"], ["pk": 1, "sk": "1"], ["pk": "a", "sk": "1", "x": .stringSet([])],
        ["pk": "a", "sk": "1", "x": .string(String(repeating: "x", count: 400 * 1024))],
      ]
      for item in items {
        #expect(try await refusal { try await client.putItem(item, into: table) }.isValidation, "\(item.keys)")
      }
      #expect(try await client.send(Scan(table: table, consistentRead: true)).items.isEmpty)
    }
  }
}
