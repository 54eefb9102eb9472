import DynamoDB
import EmbeddedDynamoDB
import Testing

@Suite("Query and Scan", .serialized)
struct PageTests {
  /// All items of a query, page by page.
  private func all(_ query: Query, on engine: EmbeddedDynamoDB) async throws -> [Item] {
    var query = query
    var items: [Item] = []
    repeat {
      let page = try await engine.send(query)
      items += page.items
      query.exclusiveStartKey = page.lastEvaluatedKey
    } while query.exclusiveStartKey != nil
    return items
  }

  @Test(
    "Every range of sort keys gives what a filter over everything gives, in both directions and any page size",
    arguments: EngineKind.allCases)
  func ranges(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let sorts = ["a", "ab", "abc", "b", "ba", "c", "é", "\u{7F}", "zz"]
      for sort in sorts { try await engine.putItem(["pk": "p", "sk": .string(sort)], into: "pages") }
      try await engine.putItem(["pk": "other", "sk": "b"], into: "pages")
      let ordered = sorts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let ranges: [(KeyCondition.SortRange?, (String) -> Bool)] = [
        (nil, { _ in true }),
        (.equal("b"), { $0 == "b" }),
        (.less("b"), { String.precedes($0, "b") }),
        (.lessOrEqual("b"), { !String.precedes("b", $0) }),
        (.greater("b"), { String.precedes("b", $0) }),
        (.greaterOrEqual("b"), { !String.precedes($0, "b") }),
        (.between("ab", "ba"), { !String.precedes($0, "ab") && !String.precedes("ba", $0) }),
        (.beginsWith("ab"), { $0.hasPrefix("ab") }),
        (.beginsWith("x"), { _ in false }),
      ]
      for (range, isIncluded) in ranges {
        for (forward, limit) in [(true, nil), (false, nil), (true, 1), (false, 2), (true, 3)] as [(Bool, Int?)] {
          var query = Query(
            table: "pages", keyCondition: KeyCondition(partition: "pk", equals: "p"), scanForward: forward, limit: limit
          )
          query.keyCondition.sort = range.map { KeyCondition.Sort(attribute: "sk", range: $0) }
          let found = try await all(query, on: engine).compactMap { $0["sk"]?.string }
          let expected = ordered.filter(isIncluded)
          #expect(found == (forward ? expected : expected.reversed()))
        }
      }
    }
  }

  @Test("Of two equalities either may be the partition key's", arguments: EngineKind.allCases)
  func sortKeyFirst(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      try await engine.putItem(["pk": "a", "sk": "b"], into: "pages")
      try await engine.putItem(["pk": "b", "sk": "a"], into: "pages")
      let condition = KeyCondition(partition: "sk", equals: "b", sort: "pk", .equal("a"))
      let page = try await engine.send(Query(table: "pages", keyCondition: condition))
      #expect(page.items == [["pk": "a", "sk": "b"]])
    }
  }

  @Test("Number sort keys are in the order of their values", arguments: EngineKind.allCases)
  func numbers(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      _ = try await engine.send(
        CreateTable(table: "numbers", partitionKey: .init("pk", .number), sortKey: .init("sk", .number)))
      let texts = ["-1e20", "-10", "-9.5", "-0.001", "0", "1e-100", "0.5", "2", "10", "99", "1e30"]
      for text in texts.shuffled() {
        try await engine.putItem(["pk": 1, "sk": .number(try Number(parsing: text))], into: "numbers")
      }
      let query = Query(table: "numbers", keyCondition: KeyCondition(partition: "pk", equals: 1))
      let expected = try texts.map { try Number(parsing: $0) }
      #expect(try await all(query, on: engine).compactMap { $0["sk"]?.number } == expected)
    }
  }

  @Test("A filter changes what is returned, not what is read", arguments: EngineKind.allCases)
  func filter(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      for n in 0..<10 { try await engine.putItem(["pk": "p", "sk": .string("\(n)"), "n": .number(n)], into: "pages") }
      let scan = Scan(table: "pages", filter: DocumentPath("n") >= 7, projection: ["n"], limit: 9)
      let page = try await engine.send(scan)
      #expect(page.items == [["n": 7], ["n": 8]])
      #expect((page.count, page.scannedCount) == (2, 9))
      #expect(page.lastEvaluatedKey == ["pk": "p", "sk": "8"])
    }
  }

  @Test("A page ends at 1 MB and the next goes on behind it", arguments: EngineKind.allCases)
  func largePages(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let body = AttributeValue.string(String(repeating: "x", count: 300 * 1024))
      for n in 0..<9 { try await engine.putItem(["pk": "p", "sk": .string("\(n)"), "x": body], into: "pages") }
      let query = Query(table: "pages", keyCondition: KeyCondition(partition: "pk", equals: "p"))
      #expect(try await engine.send(query).count == 4)
      #expect(try await all(query, on: engine).count == 9)
    }
  }

  @Test("Segments of a scan share the table out", arguments: EngineKind.allCases)
  func segments(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      for n in 0..<100 { try await engine.putItem(["pk": .string("p\(n)"), "sk": "1"], into: "pages") }
      var found: [Item] = []
      for index in 0..<7 {
        found += try await engine.send(Scan(table: "pages", segment: .init(index: index, total: 7))).items
      }
      #expect(found.count == 100)
      #expect(Set(found).count == 100)
    }
  }
}
