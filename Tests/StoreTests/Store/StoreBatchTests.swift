import DynamoDB
import Testing

/// Source: *Amazon DynamoDB API Reference*, `BatchGetItem` and `BatchWriteItem`.
@Suite("A store: batches")
struct StoreBatchTests {
  private static func key(_ number: Int) -> Item { ["pk": "a", "sk": .string("\(1000 + number)")] }

  @Test("Batches of any size write and read all, in as many requests as it takes", arguments: Store.all)
  func anySize(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      let items = (0..<230).map { Self.key($0).merging(["n": .number($0)]) { $1 } }
      try await client.batchWriteItems(puts: items, in: table, keyedBy: ["pk", "sk"])
      let read = try await client.batchGetItems(
        (0..<240).map(Self.key), from: table, consistentRead: true)
      #expect(Set(read) == Set(items))
      try await client.batchWriteItems(deletes: (0..<200).map(Self.key), in: table, keyedBy: ["pk", "sk"])
      let rest = try await client.batchGetItems(
        (0..<230).map(Self.key), from: table, consistentRead: true, projection: ["n"])
      #expect(Set(rest) == Set((200..<230).map { ["n": .number($0)] }))
    }
  }

  @Test("A request with too many keys or writes, or one twice, is refused as a whole", arguments: Store.all)
  func refused(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      var operations: [any DynamoDBOperation] = [
        BatchGetItem([table: .init((0..<101).map(Self.key))]),
        BatchGetItem([table: .init([Self.key(1), Self.key(1)])]),
        BatchWriteItem([table: (0..<26).map { .put(Self.key($0)) }]),
        BatchWriteItem([table: [.put(Self.key(1)), .delete(key: Self.key(1))]]),
      ]
      if store.keeps(.batchesAreCheckedAsAWhole) {
        operations += [
          BatchGetItem([table: .init([])]), BatchWriteItem([:]),
          BatchWriteItem([table: [.put(Self.key(1)), .put(["pk": "a"])]]),
        ]
      }
      for operation in operations {
        let error = try await refusal { _ = try await client.send(operation) }
        #expect(error.isValidation, "\(operation): \(error)")
      }
      #expect(try await client.send(Scan(table: table, consistentRead: true)).items.isEmpty)
      let missing = try await refusal {
        _ = try await client.send(BatchWriteItem([uniqueTableName(): [.put(Self.key(1))]]))
      }
      #expect(missing.isResourceNotFound)
    }
  }
}
