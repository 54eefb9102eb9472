import DynamoDB
import EmbeddedDynamoDB
import Testing

@Suite("Tables", .serialized)
struct TableTests {
  @Test(
    "A table is there from its creation to its deletion, and empty when it is made again",
    arguments: EngineKind.allCases)
  func life(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      await #expect(throws: DynamoDBError.resourceInUse("Table already exists: pages")) {
        _ = try await engine.send(CreateTable(table: "pages", partitionKey: .init("pk")))
      }
      try await engine.putItem(["pk": "a", "sk": "1", "x": "12345"], into: "pages")
      let table = try await engine.send(DescribeTable(table: "pages")).table
      #expect((table.itemCount, table.sizeInBytes) == (1, 12))
      #expect(table.keySchema == KeySchema(partition: .init("pk"), sort: .init("sk")))
      #expect(table.status == .active)
      _ = try await engine.send(DeleteTable(table: "pages"))
      await #expect(throws: DynamoDBError.resourceNotFound("Requested resource not found: Table: pages not found")) {
        _ = try await engine.send(DescribeTable(table: "pages"))
      }
      _ = try await engine.send(CreateTable(table: "pages", partitionKey: .init("pk"), sortKey: .init("sk")))
      #expect(try await engine.send(Scan(table: "pages")).count == 0)
    }
  }

  @Test("A protected table is not deleted", arguments: EngineKind.allCases)
  func deletionProtection(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      _ = try await engine.send(CreateTable(table: "kept", partitionKey: .init("pk"), deletionProtection: true))
      await #expect(throws: DynamoDBError.self) { _ = try await engine.send(DeleteTable(table: "kept")) }
      #expect(try await engine.send(DescribeTable(table: "kept")).table.deletionProtection)
    }
  }

  @Test("Names are listed in order, page by page", arguments: EngineKind.allCases)
  func list(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      for name in ["zzz", "aaa", "Mmm"] {
        _ = try await engine.send(CreateTable(table: name, partitionKey: .init("pk")))
      }
      var names: [String] = []
      var request = ListTables(limit: 2)
      repeat {
        let page = try await engine.send(request)
        names += page.names
        request.exclusiveStartName = page.lastEvaluatedName
      } while request.exclusiveStartName != nil
      #expect(names == ["Mmm", "aaa", "pages", "zzz"])
    }
  }

  @Test(
    "Names that DynamoDB would not take are refused",
    arguments: ["ab", "a b c", "", String(repeating: "x", count: 256)])
  func names(name: String) async throws {
    await #expect(throws: DynamoDBError.self) {
      _ = try await EmbeddedDynamoDB().send(CreateTable(table: name, partitionKey: .init("pk")))
    }
  }
}
