import DynamoDB
import EmbeddedDynamoDB
import Testing

/// Source: *Amazon DynamoDB Developer Guide*, "Using global secondary indexes in DynamoDB" and "Local secondary
/// indexes"; the errors' words: other people's tests against DynamoDB itself.
@Suite("Reads of indexes", .serialized)
struct IndexReadTests {
  private static let byBytes = "by-bytes"

  private func withItems(_ kind: EngineKind, _ body: (EmbeddedDynamoDB) async throws -> Void) async throws {
    try await withEngine(kind) { engine async throws in
      _ = try await engine.send(IndexModel.create())
      var generator = SeededGenerator(state: 7)
      for partition in 0..<3 {
        for sort in 0..<20 {
          try await engine.putItem(IndexModel.item(partition, sort, using: &generator), into: "indexed")
        }
      }
      try await body(engine)
    }
  }

  @Test(
    "Every range of an index's sort key gives what a filter over everything gives, in its order, in any pages",
    arguments: EngineKind.allCases)
  func ranges(kind: EngineKind) async throws {
    try await withItems(kind) { engine async throws in
      let items = try await IndexModel.pages(of: Scan(table: "indexed"), on: engine)
      let bytes: [[UInt8]] = [[0], [0, 0], [0, 1], [1], [0xFF], [0xFF, 0xFF], [0, 0xFF], [1, 0]]
      func order(_ item: Item) -> [UInt8] { if case .binary(let bytes)? = item["bytes"] { bytes } else { [] } }
      for bound in bytes {
        let ranges: [(KeyCondition.SortRange, ([UInt8]) -> Bool)] = [
          (.equal(.binary(bound)), { $0 == bound }),
          (.less(.binary(bound)), { $0.lexicographicallyPrecedes(bound) }),
          (.lessOrEqual(.binary(bound)), { !bound.lexicographicallyPrecedes($0) }),
          (.greater(.binary(bound)), { bound.lexicographicallyPrecedes($0) }),
          (.greaterOrEqual(.binary(bound)), { !$0.lexicographicallyPrecedes(bound) }),
          (.beginsWith(.binary(bound)), { $0.starts(with: bound) }),
          (
            .between(.binary([0, 0]), .binary(bound)),
            { !$0.lexicographicallyPrecedes([0, 0]) && !bound.lexicographicallyPrecedes($0) }
          ),
        ]
        for (range, isIncluded) in ranges {
          let expected = items.filter { $0["pk"] == "p1" && $0["bytes"] != nil && isIncluded(order($0)) }
          for (forward, limit) in [(true, nil), (false, nil), (true, 1), (false, 3)] as [(Bool, Int?)] {
            let found = try await IndexModel.pages(
              of: Query(
                table: "indexed", index: Self.byBytes,
                keyCondition: KeyCondition(partition: "pk", equals: "p1", sort: "bytes", range), consistentRead: true,
                scanForward: forward, limit: limit), on: engine)
            #expect(Set(found.map { $0["sk"] }) == Set(expected.map { $0["sk"] }), "\(range)")
            #expect(found.count == expected.count)
            let orders = found.map(order)
            let sorted = orders.sorted { $0.lexicographicallyPrecedes($1) }
            #expect(orders == (forward ? sorted : sorted.reversed()), "\(range)")
          }
        }
      }
    }
  }

  @Test("Where a page ends, the index's key and the table's say", arguments: EngineKind.allCases)
  func lastEvaluatedKey(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      _ = try await engine.send(IndexModel.create())
      for sort in ["1", "2"] {
        try await engine.putItem(["pk": "a", "sk": .string(sort), "tag": "t", "rank": 5, "x": 1], into: "indexed")
      }
      let query = Query(
        table: "indexed", index: "by-tag-and-rank", keyCondition: KeyCondition(partition: "tag", equals: "t"), limit: 1)
      let page = try await engine.send(query)
      #expect(page.lastEvaluatedKey == ["pk": "a", "sk": "1", "tag": "t", "rank": 5])
      for wrong in [
        ["pk": "a", "sk": "1"], ["pk": "a", "sk": "1", "tag": "t", "rank": "5"],
        ["pk": "a", "sk": "1", "tag": "t", "rank": 5, "x": 1],
      ] as [Item] {
        var next = query
        next.exclusiveStartKey = wrong
        await #expect(
          throws: DynamoDBError.validation(
            "The provided starting key is invalid: The provided key element does not match the schema")
        ) { _ = try await engine.send(next) }
      }
      var other = query
      other.exclusiveStartKey = ["pk": "a", "sk": "1", "tag": "u", "rank": 5]
      await #expect(
        throws: DynamoDBError.validation(
          "The provided starting key is outside query boundaries based on provided conditions")
      ) { _ = try await engine.send(other) }
    }
  }

  @Test("A global index is not read consistently, a local one is", arguments: EngineKind.allCases)
  func consistency(kind: EngineKind) async throws {
    try await withItems(kind) { engine async throws in
      let refusal = DynamoDBError.validation("Consistent reads are not supported on global secondary indexes")
      await #expect(throws: refusal) {
        _ = try await engine.send(Scan(table: "indexed", index: "by-tag", consistentRead: true))
      }
      await #expect(throws: refusal) {
        _ = try await engine.send(
          Query(
            table: "indexed", index: "by-tag", keyCondition: KeyCondition(partition: "tag", equals: "t1"),
            consistentRead: true))
      }
      #expect(try await engine.send(Scan(table: "indexed", index: "by-rank", consistentRead: true)).count > 0)
    }
  }

  @Test("What an index does not hold, a local one fetches and a global one cannot give", arguments: EngineKind.allCases)
  func otherAttributes(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      _ = try await engine.send(IndexModel.create())
      let item: Item = ["pk": "a", "sk": "1", "tag": "t", "rank": 1, "bytes": .binary([1]), "x": 1, "y": "z"]
      try await engine.putItem(item, into: "indexed")
      let local = Scan(table: "indexed", index: Self.byBytes)
      #expect(try await engine.send(local).items == [item.filter { ["pk", "sk", "bytes", "x"].contains($0.key) }])
      var whole = local
      whole.select = .allAttributes
      #expect(try await engine.send(whole).items == [item])
      var part = local
      part.projection = ["y"]
      #expect(try await engine.send(part).items == [["y": "z"]])
      let global = Scan(table: "indexed", index: "by-sort")
      whole = global
      whole.select = .allAttributes
      await #expect(
        throws: DynamoDBError.validation(
          "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global "
            + "secondary index by-sort because its projection type is not ALL")
      ) { _ = try await engine.send(whole) }
      part = global
      part.projection = ["y", "x", "rank"]
      await #expect(
        throws: DynamoDBError.validation(
          "One or more parameter values were invalid: Global secondary index by-sort does not project [rank, x]")
      ) { _ = try await engine.send(part) }
      var filtered = global
      filtered.filter = DocumentPath("x").exists
      #expect(try await engine.send(filtered).count == 0)
    }
  }

  @Test("Segments share an index out, and pages end at 1 MB of what the index holds", arguments: EngineKind.allCases)
  func segmentsAndSize(kind: EngineKind) async throws {
    try await withItems(kind) { engine async throws in
      let index = IndexModel.indexes[4]
      let expected = try await IndexModel.all(index, of: "indexed", limit: nil, on: engine)
      var found: [Item] = []
      for segment in 0..<3 {
        found += try await IndexModel.pages(
          of: Scan(table: "indexed", index: index.name, limit: 2, segment: .init(index: segment, total: 3)), on: engine)
      }
      #expect(found.count == expected.count)
      #expect(Set(found) == Set(expected))
      let body = AttributeValue.string(String(repeating: "z", count: 300 * 1024))
      for n in 0..<9 {
        try await engine.putItem(
          ["pk": "large", "sk": .string("\(n)"), "tag": "large", "rank": .number(n), "z": body], into: "indexed")
      }
      let condition = KeyCondition(partition: "tag", equals: "large")
      let whole = try await engine.send(Query(table: "indexed", index: "by-tag-and-rank", keyCondition: condition))
      #expect(whole.count == 4)
      let keys = try await engine.send(Query(table: "indexed", index: "by-tag", keyCondition: condition))
      #expect((keys.count, keys.lastEvaluatedKey) == (9, nil))
    }
  }

  @Test("An unknown index, and a condition on another key, are refused", arguments: EngineKind.allCases)
  func wrongIndex(kind: EngineKind) async throws {
    try await withItems(kind) { engine async throws in
      let condition = KeyCondition(partition: "pk", equals: "p1")
      await #expect(throws: DynamoDBError.validation("The table does not have the specified index: none")) {
        _ = try await engine.send(Query(table: "indexed", index: "none", keyCondition: condition))
      }
      await #expect(throws: DynamoDBError.validation("Query condition missed key schema element: tag")) {
        _ = try await engine.send(Query(table: "indexed", index: "by-tag", keyCondition: condition))
      }
      await #expect(
        throws: DynamoDBError.validation(
          "Filter Expression can only contain non-primary key attributes: Primary key attribute: tag")
      ) {
        _ = try await engine.send(
          Query(
            table: "indexed", index: "by-tag", keyCondition: KeyCondition(partition: "tag", equals: "t1"),
            filter: DocumentPath("tag").exists))
      }
    }
  }
}
