import DynamoDB
import Testing

@Suite("A store: tables and the errors about them")
struct StoreTableTests {
  @Test("A table is made, described, listed and deleted", arguments: Store.all)
  func lifecycle(store: Store) async throws {
    try await withStore(store) { client async throws in
      let table = uniqueTableName()
      let create = CreateTable(table: table, partitionKey: .init("id", .number), sortKey: .init("at", .binary))
      #expect(try await client.createTableIfMissing(create))
      try await client.waitUntilActive(table)
      let description = try await client.send(DescribeTable(table: table)).table
      #expect(description.name == table)
      #expect(description.keySchema == create.keySchema)
      #expect(description.billing == .onDemand)
      #expect(try await self.isListed(table, on: client))

      #expect(try await !client.createTableIfMissing(create))
      #expect(try await refusal { _ = try await client.send(create) }.isResourceInUse)

      try await client.putItem(["id": 1, "at": .binary([1]), "x": "y"], into: table)
      _ = try await client.send(DeleteTable(table: table))
      try await self.waitUntilGone(table, on: client)
      #expect(try await !self.isListed(table, on: client))

      _ = try await client.send(create)
      try await client.waitUntilActive(table)
      #expect(try await client.getItem(["id": 1, "at": .binary([1])], from: table, consistentRead: true) == nil)
      _ = try await client.send(DeleteTable(table: table))
    }
  }

  private func isListed(_ table: String, on client: any DynamoDBClient) async throws -> Bool {
    var list = ListTables(limit: 2)
    while true {
      let page = try await client.send(list)
      if page.names.contains(table) { return true }
      guard let last = page.lastEvaluatedName else { return false }
      list.exclusiveStartName = last
    }
  }

  private func waitUntilGone(_ table: String, on client: any DynamoDBClient) async throws {
    while true {
      do throws(DynamoDBError) {
        _ = try await client.send(DescribeTable(table: table))
      } catch .resourceNotFound {
        return
      }
      try await SystemTime().sleep(for: .milliseconds(500))
    }
  }

  @Test("TTL is off, and once it is on, the table says on which attribute", arguments: Store.all)
  func timeToLive(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      #expect(try await client.send(DescribeTimeToLive(table: table)).status == .disabled)
      let update = UpdateTimeToLive(table: table, attribute: "ttl")
      #expect(try await client.send(update) == .init(attribute: "ttl", enabled: true))
      let description = try await client.send(DescribeTimeToLive(table: table))
      #expect([.enabled, .enabling].contains(description.status))
      #expect(description.attribute == "ttl")
    }
  }

  @Test("Where there is no table, every operation says so", arguments: Store.all)
  func noTable(store: Store) async throws {
    try await withStore(store) { client async throws in
      let table = uniqueTableName()
      let key: Item = ["pk": "a"]
      let operations: [any DynamoDBOperation] = [
        GetItem(table: table, key: key), PutItem(table: table, item: key), DeleteItem(table: table, key: key),
        PutItem(table: table, item: key, condition: DocumentPath("pk").exists),
        UpdateItem(table: table, key: key, update: Update().add("n", 1)), Scan(table: table),
        Query(table: table, keyCondition: KeyCondition(partition: "pk", equals: "a")), DescribeTable(table: table),
        DeleteTable(table: table), TransactWriteItems([.put(PutItem(table: table, item: key))]),
        TransactGetItems([.init(table: table, key: key)]),
      ]
      for operation in operations {
        let error = try await refusal { _ = try await client.send(operation) }
        #expect(error.isResourceNotFound, "\(operation): \(error)")
      }
    }
  }

  @Test("Each fault has its own error", arguments: Store.all)
  func keptApart(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      let key: Item = ["pk": "a", "sk": "1"]
      let failing = DocumentPath("pk").exists
      let condition = try await refusal { try await client.putItem(key, into: table, if: failing) }
      #expect(condition == .conditionFailed(item: nil))
      let transaction = try await refusal {
        try await client.transactWriteItems([.put(PutItem(table: table, item: key, condition: failing))])
      }
      #expect(transaction.reasons?.map(\.code) == [.conditionalCheckFailed])
      let invalid = [
        try await refusal { _ = try await client.getItem(["pk": "a"], from: table) },
        try await refusal { try await client.updateItem(key, in: table, Update().set("sk", to: "2")) },
        try await refusal { try await client.updateItem(key, in: table, Update().set("x", to: .operand(.path("y")))) },
        try await refusal {
          _ = try await client.send(Query(table: table, keyCondition: KeyCondition(partition: "x", equals: "a")))
        },
      ]
      for error in invalid { #expect(error.isValidation, "\(error)") }
      #expect(try await client.send(Scan(table: table, consistentRead: true)).items.isEmpty)
    }
  }
}
