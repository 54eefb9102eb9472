import DynamoDB
import EmbeddedDynamoDB
import Testing

/// Source: *Amazon DynamoDB Developer Guide*, "Using global secondary indexes in DynamoDB", "Write capacity units"; the
/// errors' words: other people's tests against DynamoDB itself.
@Suite("Writes to tables with indexes", .serialized)
struct IndexWriteTests {
  private static let key: Item = ["pk": "a", "sk": "1"]

  private static func mismatch(_ type: String, index: String = "by-tag") -> DynamoDBError {
    .validation(
      "One or more parameter values were invalid: Type mismatch for Index Key tag Expected: S Actual: \(type) "
        + "IndexName: \(index)")
  }

  private func withTable(_ kind: EngineKind, _ body: (EmbeddedDynamoDB) async throws -> Void) async throws {
    try await withEngine(kind) { engine async throws in
      _ = try await engine.send(IndexModel.create())
      try await body(engine)
    }
  }

  @Test("A value that cannot be an index's key is refused, and nothing is written", arguments: EngineKind.allCases)
  func refused(kind: EngineKind) async throws {
    try await withTable(kind) { engine async throws in
      let wrong = Self.key.merging(["tag": 1]) { $1 }
      await #expect(throws: Self.mismatch("N")) { try await engine.putItem(wrong, into: "indexed") }
      await #expect(throws: Self.mismatch("N")) {
        _ = try await engine.send(BatchWriteItem(["indexed": [.put(wrong)]]))
      }
      await #expect(throws: Self.mismatch("NULL")) {
        try await engine.updateItem(Self.key, in: "indexed", Update().set("tag", to: .null))
      }
      let reasons = [CancellationReason.none, .init(.validation, message: Self.mismatch("L").message)]
      await #expect(throws: DynamoDBError.transactionCanceled(reasons)) {
        try await engine.transactWriteItems([
          .put(PutItem(table: "indexed", item: ["pk": "b", "sk": "1"])),
          .update(UpdateItem(table: "indexed", key: Self.key, update: Update().set("tag", to: .list([])))),
        ])
      }
      await #expect(
        throws: DynamoDBError.validation(
          "One or more parameter values are not valid. A value specified for a secondary index key is not supported. "
            + "The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-tag, "
            + "IndexKey: tag")
      ) { try await engine.putItem(Self.key.merging(["tag": ""]) { $1 }, into: "indexed") }
      await #expect(
        throws: DynamoDBError.validation(
          "One or more parameter values are not valid. The update expression attempted to update a secondary index key "
            + "to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string "
            + "value. IndexName: by-tag, IndexKey: tag")
      ) { try await engine.updateItem(Self.key, in: "indexed", Update().set("tag", to: "")) }
      await #expect(
        throws: DynamoDBError.validation(
          "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: tag")
      ) { try await engine.updateItem(Self.key, in: "indexed", Update().set(DocumentPath("tag", .key("x")), to: "")) }
      await #expect(throws: DynamoDBError.self) {
        try await engine.putItem(
          Self.key.merging(["tag": .string(String(repeating: "x", count: 2049))]) { $1 }, into: "indexed")
      }
      #expect(try await engine.send(Scan(table: "indexed")).count == 0)
    }
  }

  @Test("A write costs each index what it changes there", arguments: EngineKind.allCases)
  func capacity(kind: EngineKind) async throws {
    try await withTable(kind) { engine async throws in
      func cost(_ item: Item) async throws -> ConsumedCapacity? {
        try await engine.send(PutItem(table: "indexed", item: item, returnConsumedCapacity: .indexes)).consumedCapacity
      }
      func expected(_ table: Double, _ global: [String: Double], _ local: [String: Double]) -> ConsumedCapacity {
        let sum = global.values.reduce(0, +) + local.values.reduce(0, +)
        var capacity = ConsumedCapacity(table: "indexed", units: table + sum, tableUnits: table)
        capacity.globalIndexUnits = global
        capacity.localIndexUnits = local
        return capacity
      }
      var item = Self.key.merging(["tag": "t", "rank": 1]) { $1 }
      // Into three indexes.
      #expect(try await cost(item) == expected(1, ["by-tag": 1, "by-tag-and-rank": 1], ["by-rank": 1]))
      // The same again: no index changes.
      #expect(try await cost(item) == expected(1, [:], [:]))
      // An attribute that two of them hold.
      item["z"] = "z"
      #expect(try await cost(item) == expected(1, ["by-tag-and-rank": 1], ["by-rank": 1]))
      // Another key: out of one place, into another.
      item["tag"] = "u"
      #expect(try await cost(item) == expected(1, ["by-tag": 2, "by-tag-and-rank": 2], ["by-rank": 1]))
      // By size, of what the index holds.
      item["z"] = .string(String(repeating: "z", count: 3000))
      #expect(try await cost(item) == expected(3, ["by-tag-and-rank": 3], ["by-rank": 3]))
      let gone = try await engine.send(
        DeleteItem(table: "indexed", key: Self.key, returnConsumedCapacity: .indexes)
      ).consumedCapacity
      #expect(gone == expected(3, ["by-tag": 1, "by-tag-and-rank": 3], ["by-rank": 3]))
      let total = try await engine.send(
        PutItem(table: "indexed", item: item, returnConsumedCapacity: .total)
      ).consumedCapacity
      #expect(total == ConsumedCapacity(table: "indexed", units: 10))
    }
  }

  @Test(
    "A transaction costs indexes twice as much, a read of an index what the index holds", arguments: EngineKind.allCases
  )
  func transactionsAndReads(kind: EngineKind) async throws {
    try await withTable(kind) { engine async throws in
      let item = Self.key.merging([
        "tag": "t", "bytes": .binary([1]), "z": .string(String(repeating: "z", count: 9000)),
      ]) { $1 }
      let transaction = try await engine.send(
        TransactWriteItems([.put(PutItem(table: "indexed", item: item))], returnConsumedCapacity: .indexes))
      let written = try #require(transaction.consumedCapacity?.first)
      #expect(written.globalIndexUnits == ["by-tag": 2, "by-sort": 2])
      #expect(written.localIndexUnits == ["by-bytes": 2])
      #expect((written.tableUnits, written.writeUnits, written.readUnits) == (18, 24, nil))
      let keys = try await engine.send(Scan(table: "indexed", index: "by-tag", returnConsumedCapacity: .indexes))
      #expect(keys.consumedCapacity?.globalIndexUnits == ["by-tag": 0.5])
      #expect((keys.consumedCapacity?.tableUnits, keys.consumedCapacity?.units) == (0, 0.5))
      // Fetched from the table: the index's half unit, and the item's own.
      let fetched = try await engine.send(
        Scan(table: "indexed", index: "by-bytes", select: .allAttributes, returnConsumedCapacity: .indexes))
      #expect(fetched.consumedCapacity?.localIndexUnits == ["by-bytes": 0.5])
      #expect((fetched.consumedCapacity?.tableUnits, fetched.consumedCapacity?.units) == (1.5, 2))
    }
  }

  @Test(
    "The size of a collection is told where there is a local index and it is asked for", arguments: EngineKind.allCases)
  func collections(kind: EngineKind) async throws {
    try await withTable(kind) { engine async throws in
      let metrics = ItemCollectionMetrics(key: ["pk": "a"], sizeInGigabytes: 0...1)
      let put = PutItem(table: "indexed", item: Self.key, returnItemCollectionMetrics: .size)
      #expect(try await engine.send(put).itemCollectionMetrics == metrics)
      let update = UpdateItem(
        table: "indexed", key: Self.key, update: Update().set("x", to: 1), returnItemCollectionMetrics: .size)
      #expect(try await engine.send(update).itemCollectionMetrics == metrics)
      let batch = BatchWriteItem(
        ["indexed": [.delete(key: Self.key), .put(["pk": "a", "sk": "2"])], "pages": [.put(Self.key)]],
        returnItemCollectionMetrics: .size)
      #expect(try await engine.send(batch).itemCollectionMetrics == ["indexed": [metrics]])
      let transaction = TransactWriteItems(
        [.put(PutItem(table: "indexed", item: Self.key))], returnItemCollectionMetrics: .size)
      #expect(try await engine.send(transaction).itemCollectionMetrics == ["indexed": [metrics]])
      let delete = DeleteItem(table: "indexed", key: Self.key, returnItemCollectionMetrics: .size)
      #expect(try await engine.send(delete).itemCollectionMetrics == metrics)
      let without = PutItem(table: "pages", item: Self.key, returnItemCollectionMetrics: .size)
      #expect(try await engine.send(without).itemCollectionMetrics == nil)
      #expect(try await engine.send(PutItem(table: "indexed", item: Self.key)).itemCollectionMetrics == nil)
    }
  }
}
