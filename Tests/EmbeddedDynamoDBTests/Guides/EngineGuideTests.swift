import DynamoDB
import EmbeddedDynamoDB
import Testing

/// The example of docs/engine.md, as it stands there.
struct EngineGuideTests {
  @Test("A table with an index, and a query of it")
  func index() async throws {
    let client = EmbeddedDynamoDB()
    let table = CreateTable(
      table: "pages", partitionKey: .init("pk"), sortKey: .init("sk"),
      indexes: [.global("by-tag", partitionKey: .init("tag"), sortKey: .init("at", .number), attributes: .keys)])
    _ = try await client.send(table)
    let query = Query(table: "pages", index: "by-tag", keyCondition: KeyCondition(partition: "tag", equals: "news"))

    try await client.putItem(["pk": "home", "sk": "META", "tag": "news", "at": .number(1)], into: "pages")
    #expect(try await client.send(query).items == [["pk": "home", "sk": "META", "tag": "news", "at": .number(1)]])
  }
}
