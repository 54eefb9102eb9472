import DynamoDB
import EmbeddedDynamoDB
import Testing

/// Source: *Amazon DynamoDB Developer Guide*, "Improving data access with secondary indexes in DynamoDB".
@Suite("What indexes hold", .serialized)
struct IndexContentsTests {
  /// Writes of every kind, of few items, so that they fall on one another.
  private func write(_ count: Int, seed: UInt64, to engine: EmbeddedDynamoDB, _ table: String) async throws {
    var generator = SeededGenerator(state: seed)
    for _ in 0..<count {
      let partition = Int.random(in: 0..<3, using: &generator)
      let sort = Int.random(in: 0..<4, using: &generator)
      let key = IndexModel.key(partition, sort)
      let item = IndexModel.item(partition, sort, using: &generator)
      switch Int.random(in: 0..<7, using: &generator) {
      case 0, 1: try await engine.putItem(item, into: table)
      case 2: try await engine.deleteItem(key, from: table)
      case 3:
        let update = Update(
          sets: item.filter { key[$0.key] == nil }.map {
            .init(path: DocumentPath($0.key), value: .operand(.value($0.value)))
          },
          removes: ["tag", "rank", "bytes", "x"].filter { item[$0] == nil }.map { DocumentPath($0) })
        try await engine.updateItem(key, in: table, update)
      case 4: try await engine.updateItem(key, in: table, Update().add("x", 1))
      case 5:
        let other = IndexModel.item(partition, 9, using: &generator)
        try await engine.transactWriteItems([
          .put(PutItem(table: table, item: other)), .delete(DeleteItem(table: table, key: key)),
        ])
      default:
        _ = try await engine.send(
          BatchWriteItem([table: [.put(item), .delete(key: IndexModel.key(partition, 9))]]))
      }
    }
  }

  /// Compares what each index answers with what the table has.
  private func expectWhole(
    _ indexes: [SecondaryIndex], of table: String, on engine: EmbeddedDynamoDB,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let items = try await IndexModel.pages(of: Scan(table: table), on: engine)
    let described = try await engine.send(DescribeTable(table: table)).table.indexes
    for index in indexes {
      let expected = items.compactMap { IndexModel.held($0, by: index) }
      for limit in [nil, 1, 2] {
        let found = try await IndexModel.all(index, of: table, limit: limit, on: engine)
        #expect(found.count == expected.count, "\(index.name), \(limit ?? 0)", sourceLocation: sourceLocation)
        #expect(Set(found) == Set(expected), "\(index.name), \(limit ?? 0)", sourceLocation: sourceLocation)
      }
      let description = try #require(described.first { $0.index == index })
      #expect(description.itemCount == expected.count, sourceLocation: sourceLocation)
      #expect(description.sizeInBytes == expected.reduce(0) { $0 + $1.size }, sourceLocation: sourceLocation)
    }
  }

  @Test(
    "Whatever is written, each index has the items that have its key, with the attributes of its projection",
    arguments: EngineKind.allCases)
  func anyWrites(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      _ = try await engine.send(IndexModel.create())
      for seed in 0..<8 as Range<UInt64> {
        try await write(25, seed: seed, to: engine, "indexed")
        try await expectWhole(IndexModel.indexes, of: "indexed", on: engine)
      }
    }
  }

  @Test(
    "An index that is made later has what it would have had, and one that is deleted is gone",
    arguments: EngineKind.allCases)
  func backfill(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      let global = IndexModel.indexes.filter { $0.scope == .global }
      _ = try await engine.send(IndexModel.create(indexes: []))
      try await write(40, seed: 42, to: engine, "indexed")
      for index in global {
        let table = try await engine.send(UpdateTable(table: "indexed", indexUpdates: [.create(index)])).table
        #expect(table.indexes.map(\.index.name).contains(index.name))
        #expect(table.indexes.last?.status == .active)
      }
      try await expectWhole(global, of: "indexed", on: engine)
      try await write(40, seed: 43, to: engine, "indexed")
      try await expectWhole(global, of: "indexed", on: engine)
      _ = try await engine.send(UpdateTable(table: "indexed", indexUpdates: [.delete(name: "by-tag")]))
      await #expect(
        throws: DynamoDBError.validation("The table does not have the specified index: by-tag")
      ) { _ = try await engine.send(Scan(table: "indexed", index: "by-tag")) }
      try await expectWhole(global.filter { $0.name != "by-tag" }, of: "indexed", on: engine)
      try await write(20, seed: 44, to: engine, "indexed")
      // Made again, it does not remember.
      _ = try await engine.send(UpdateTable(table: "indexed", indexUpdates: [.create(global[0])]))
      try await expectWhole(global, of: "indexed", on: engine)
    }
  }

  @Test(
    "Items that are older than an index and cannot be in it stay out, and can be written on",
    arguments: EngineKind.allCases)
  func violationsBeforeTheIndex(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      _ = try await engine.send(IndexModel.create(indexes: []))
      let good: Item = ["pk": "a", "sk": "1", "tag": "t"]
      for (number, tag) in ([1, .null, "", .string(String(repeating: "x", count: 2049))] as [AttributeValue])
        .enumerated()
      {
        try await engine.putItem(["pk": "b", "sk": .string("\(number)"), "tag": tag], into: "indexed")
      }
      try await engine.putItem(good, into: "indexed")
      let index = SecondaryIndex.global("by-tag", partitionKey: .init("tag"))
      _ = try await engine.send(UpdateTable(table: "indexed", indexUpdates: [.create(index)]))
      #expect(try await IndexModel.all(index, of: "indexed", limit: nil, on: engine) == [good])
      try await engine.updateItem(["pk": "b", "sk": "0"], in: "indexed", Update().set("x", to: 1))
      try await engine.updateItem(["pk": "b", "sk": "0"], in: "indexed", Update().set("tag", to: "u"))
      #expect(try await IndexModel.all(index, of: "indexed", limit: nil, on: engine).count == 2)
    }
  }

  @Test("What a sweep deletes is gone from the indexes", arguments: EngineKind.allCases)
  func sweep(kind: EngineKind) async throws {
    let time = ManualTime()
    try await withEngine(kind, time: time) { engine async throws in
      _ = try await engine.send(IndexModel.create())
      _ = try await engine.send(UpdateTimeToLive(table: "indexed", attribute: "ttl"))
      let now = time.now.secondsRoundedDown
      for (sort, ttl) in [("1", now - 10), ("2", now + 10)] {
        try await engine.putItem(
          ["pk": "a", "sk": .string(sort), "tag": "t", "rank": 1, "ttl": .number(Int(ttl))], into: "indexed")
      }
      #expect(try await engine.deleteExpired() == 1)
      try await expectWhole(IndexModel.indexes, of: "indexed", on: engine)
    }
  }

  @Test("A table that is made again has empty indexes", arguments: EngineKind.allCases)
  func madeAgain(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      for _ in 0..<2 {
        _ = try await engine.send(IndexModel.create())
        try await expectWhole(IndexModel.indexes, of: "indexed", on: engine)
        try await write(10, seed: 1, to: engine, "indexed")
        _ = try await engine.send(DeleteTable(table: "indexed"))
      }
    }
  }
}
