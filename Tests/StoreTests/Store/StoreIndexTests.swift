import DynamoDB
import Testing

/// Source: *Amazon DynamoDB Developer Guide*, "Improving data access with secondary indexes in DynamoDB".
@Suite("A store: secondary indexes")
struct StoreIndexTests {
  private static let indexes: [SecondaryIndex] = [
    .local(
      "by-rank", partitionKey: .init("pk"), sortKey: .init("rank", .number), attributes: .including(["title"])),
    .global("by-tag", partitionKey: .init("tag"), sortKey: .init("rank", .number)),
    .global("keys", partitionKey: .init("tag"), attributes: .keys),
  ]

  private func withIndexes(
    _ store: Store, _ indexes: [SecondaryIndex] = Self.indexes,
    _ body: @Sendable @escaping (any DynamoDBClient, String) async throws -> Void
  ) async throws {
    try await withStore(store) { client async throws in
      let table = uniqueTableName()
      _ = try await client.send(
        CreateTable(table: table, partitionKey: .init("pk"), sortKey: .init("sk"), indexes: indexes))
      try await client.waitUntilActive(table)
      let outcome: Result<Void, any Error>
      do {
        outcome = .success(try await body(client, table))
      } catch {
        outcome = .failure(error)
      }
      _ = try await client.send(DeleteTable(table: table))
      try outcome.get()
    }
  }

  private static func item(_ number: Int) -> Item {
    [
      "pk": .string("p\(number % 2)"), "sk": .string("s\(number)"), "rank": .number(-number), "title": "t",
      "other": "o",
    ]
  }

  /// Reads of a global index need not see the last write: until they do, they are tried again.
  private func eventually(
    _ expected: [Item], sourceLocation: SourceLocation = #_sourceLocation, _ read: () async throws -> [Item]
  ) async throws {
    var found = try await read()
    for _ in 0..<50 where found != expected {
      try await SystemTime().sleep(for: .milliseconds(100))
      found = try await read()
    }
    #expect(found == expected, sourceLocation: sourceLocation)
  }

  private func all<Operation: PagedOperation>(_ operation: Operation, on client: any DynamoDBClient) async throws
    -> [Item]
  {
    var operation = operation
    var items: [Item] = []
    repeat {
      let page = try await client.send(operation)
      items += page.items
      operation.exclusiveStartKey = page.lastEvaluatedKey
    } while operation.exclusiveStartKey != nil
    return items
  }

  @Test(
    "A table says which indexes it has, and each is read by its own key, in its order, page by page",
    arguments: Store.all)
  func reads(store: Store) async throws {
    try await withIndexes(store) { client, table async throws in
      let described = try await client.send(DescribeTable(table: table)).table
      #expect(Set(described.indexes.map(\.index)) == Set(Self.indexes))
      for number in 0..<10 {
        var item = Self.item(number)
        // Every third is in no global index.
        if !number.isMultiple(of: 3) { item["tag"] = "x" }
        try await client.putItem(item, into: table)
      }
      let local = Query(
        table: table, index: "by-rank",
        keyCondition: KeyCondition(partition: "pk", equals: "p0", sort: "rank", .less(-1)), consistentRead: true,
        limit: 2)
      let expected: [Item] = [8, 6, 4, 2].map { number in Self.item(number).filter { $0.key != "other" } }
      #expect(try await all(local, on: client) == expected)
      for forward in [true, false] {
        let global = Query(
          table: table, index: "by-tag", keyCondition: KeyCondition(partition: "tag", equals: "x"),
          scanForward: forward, limit: 3)
        let numbers = forward ? [8, 7, 5, 4, 2, 1] : [1, 2, 4, 5, 7, 8]
        try await eventually(numbers.map { Self.item($0).merging(["tag": "x"]) { $1 } }) {
          try await all(global, on: client)
        }
      }
      let keys = try await all(Scan(table: table, index: "keys", limit: 4), on: client)
      #expect(
        Set(keys)
          == Set([1, 2, 4, 5, 7, 8].map { ["pk": .string("p\($0 % 2)"), "sk": .string("s\($0)"), "tag": "x"] }))
    }
  }

  @Test("What is changed and deleted moves and goes in the indexes", arguments: Store.all)
  func writes(store: Store) async throws {
    try await withIndexes(store) { client, table async throws in
      let key: Item = ["pk": "p0", "sk": "s0"]
      func tagged(_ tag: AttributeValue) async throws -> [Item] {
        try await all(
          Query(table: table, index: "keys", keyCondition: KeyCondition(partition: "tag", equals: tag)), on: client)
      }
      try await client.updateItem(key, in: table, Update().set("tag", to: "x"))
      try await eventually([key.merging(["tag": "x"]) { $1 }]) { try await tagged("x") }
      try await client.updateItem(key, in: table, Update().set("tag", to: "y"))
      try await eventually([key.merging(["tag": "y"]) { $1 }]) { try await tagged("y") }
      try await eventually([]) { try await tagged("x") }
      try await client.updateItem(key, in: table, Update().remove("tag"))
      try await eventually([]) { try await tagged("y") }
      try await client.putItem(key.merging(["tag": "z"]) { $1 }, into: table)
      try await eventually([key.merging(["tag": "z"]) { $1 }]) { try await tagged("z") }
      try await client.deleteItem(key, from: table)
      try await eventually([]) { try await tagged("z") }
    }
  }

  @Test("An index that is added is filled, and one that is deleted is gone", arguments: Store.all)
  func addedAndDeleted(store: Store) async throws {
    try await withIndexes(store, []) { client, table async throws in
      let item = Self.item(1).merging(["tag": "x"]) { $1 }
      try await client.putItem(item, into: table)
      _ = try await client.send(UpdateTable(table: table, indexUpdates: [.create(Self.indexes[1])]))
      while try await client.send(DescribeTable(table: table)).table.indexes.first?.status != .active {
        try await SystemTime().sleep(for: .milliseconds(500))
      }
      let scan = Scan(table: table, index: "by-tag")
      try await eventually([item]) { try await all(scan, on: client) }
      _ = try await client.send(UpdateTable(table: table, indexUpdates: [.delete(name: "by-tag")]))
      while try await !client.send(DescribeTable(table: table)).table.indexes.isEmpty {
        try await SystemTime().sleep(for: .milliseconds(500))
      }
      #expect(try await refusal { _ = try await client.send(scan) }.isValidation)
    }
  }

  @Test("A wrong type in an index's key, and a consistent read of a global index, are refused", arguments: Store.all)
  func refused(store: Store) async throws {
    try await withIndexes(store) { client, table async throws in
      let consistent = try await refusal {
        _ = try await client.send(Scan(table: table, index: "by-tag", consistentRead: true))
      }
      #expect(consistent.isValidation)
      let wrong = try await refusal {
        try await client.putItem(Self.item(1).merging(["tag": 1]) { $1 }, into: table)
      }
      #expect(wrong.isValidation)
    }
  }
}
