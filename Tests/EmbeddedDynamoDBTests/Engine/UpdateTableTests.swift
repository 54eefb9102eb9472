import DynamoDB
import EmbeddedDynamoDB
import Testing

/// Source: *Amazon DynamoDB API Reference*, `UpdateTable`.
@Suite("Changes of tables", .serialized)
struct UpdateTableTests {
  private static let byTag = SecondaryIndex.global("by-tag", partitionKey: .init("tag"))

  @Test("Billing and protection change, each by itself, and are described", arguments: EngineKind.allCases)
  func billing(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      _ = try await engine.send(
        CreateTable(table: "paid", partitionKey: .init("pk"), billing: .provisioned(readUnits: 3, writeUnits: 2)))
      let same = UpdateTable(table: "paid", billing: .provisioned(readUnits: 3, writeUnits: 2))
      await #expect(throws: DynamoDBError.self) { _ = try await engine.send(same) }
      let more = Billing.provisioned(readUnits: 5, writeUnits: 2)
      #expect(try await engine.send(UpdateTable(table: "paid", billing: more)).table.billing == more)
      #expect(try await engine.send(UpdateTable(table: "paid", deletionProtection: true)).table.billing == more)
      #expect(try await engine.send(DescribeTable(table: "paid")).table.deletionProtection)
      await #expect(throws: DynamoDBError.self) { _ = try await engine.send(DeleteTable(table: "paid")) }
      let update = UpdateTable(table: "paid", billing: .onDemand, deletionProtection: false)
      #expect(try await engine.send(update).table.billing == .onDemand)
      _ = try await engine.send(DeleteTable(table: "paid"))
      await #expect(throws: DynamoDBError.resourceNotFound("Requested resource not found: Table: paid not found")) {
        _ = try await engine.send(update)
      }
    }
  }

  @Test("An index has units of its own exactly where its table has", arguments: EngineKind.allCases)
  func indexBilling(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      var paid = Self.byTag
      paid.billing = .provisioned(readUnits: 1, writeUnits: 1)
      await #expect(throws: DynamoDBError.self) {
        _ = try await engine.send(UpdateTable(table: "pages", indexUpdates: [.create(paid)]))
      }
      _ = try await engine.send(UpdateTable(table: "pages", indexUpdates: [.create(Self.byTag)]))
      let units = Billing.provisioned(readUnits: 2, writeUnits: 2)
      await #expect(
        throws: DynamoDBError.validation(
          "One or more parameter values were invalid: ProvisionedThroughput must be specified for index: by-tag")
      ) { _ = try await engine.send(UpdateTable(table: "pages", billing: units)) }
      let both = UpdateTable(
        table: "pages", billing: units, indexUpdates: [.update(name: "by-tag", billing: paid.billing)])
      #expect(try await engine.send(both).table.indexes.map(\.index.billing) == [paid.billing])
      let back = try await engine.send(UpdateTable(table: "pages", billing: .onDemand)).table
      #expect(back.indexes.map(\.index.billing) == [.onDemand])
    }
  }

  @Test("What cannot be is refused, and nothing changes", arguments: EngineKind.allCases)
  func refused(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      _ = try await engine.send(UpdateTable(table: "pages", indexUpdates: [.create(Self.byTag)]))
      let before = try await engine.send(DescribeTable(table: "pages")).table
      let other = SecondaryIndex.global("other", partitionKey: .init("x"))
      let refused: [([UpdateTable.IndexUpdate], String)] = [
        ([.create(Self.byTag)], "ValidationException"),
        ([.delete(name: "none")], "ResourceNotFoundException"),
        ([.update(name: "none", billing: .provisioned(readUnits: 1, writeUnits: 1))], "ResourceNotFoundException"),
        ([.create(other), .delete(name: "by-tag")], "LimitExceededException"),
        ([.delete(name: "by-tag"), .delete(name: "by-tag")], "ValidationException"),
        ([.create(.global("pk-number", partitionKey: .init("pk", .number)))], "ValidationException"),
        ([.create(.global("a b", partitionKey: .init("x")))], "ValidationException"),
        ([.create(.local("late", partitionKey: .init("pk"), sortKey: .init("x")))], "ValidationException"),
      ]
      for (updates, code) in refused {
        let error = await #expect(throws: DynamoDBError.self) {
          _ = try await engine.send(UpdateTable(table: "pages", indexUpdates: updates))
        }
        #expect(error?.code == code, "\(updates)")
      }
      #expect(try await engine.send(DescribeTable(table: "pages")).table == before)
    }
  }

  @Test("A table has at most 20 global indexes and 5 local ones, of different names")
  func counts() async throws {
    let engine = EmbeddedDynamoDB()
    func create(_ indexes: [SecondaryIndex]) async throws {
      _ = try await engine.send(
        CreateTable(table: "many", partitionKey: .init("pk"), sortKey: .init("sk"), indexes: indexes))
    }
    let global = (0..<21).map { SecondaryIndex.global("global\($0)", partitionKey: .init("x")) }
    let local = (0..<6).map { SecondaryIndex.local("local\($0)", partitionKey: .init("pk"), sortKey: .init("x\($0)")) }
    await #expect(throws: DynamoDBError.self) { try await create(global) }
    await #expect(throws: DynamoDBError.self) { try await create(local) }
    await #expect(throws: DynamoDBError.self) { try await create([global[0], global[0]]) }
    try await create(Array(global.prefix(20)) + local.prefix(5))
    let error = await #expect(throws: DynamoDBError.self) {
      _ = try await engine.send(UpdateTable(table: "many", indexUpdates: [.create(global[20])]))
    }
    #expect(error?.code == "LimitExceededException")
  }

  @Test("A table's ARN is as good as its name, another's is not found", arguments: EngineKind.allCases)
  func arns(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      let arn = try #require(try await engine.send(DescribeTable(table: "pages")).table.arn)
      let item: Item = ["pk": "a", "sk": "1"]
      let put = try await engine.send(PutItem(table: arn, item: item, returnConsumedCapacity: .total))
      #expect(put.consumedCapacity?.table == arn)
      #expect(try await engine.getItem(item, from: "pages") == item)
      #expect(try await engine.send(BatchGetItem([arn: .init([item])])).items == [arn: [item]])
      await #expect(throws: DynamoDBError.validation("Provided list of item keys contains duplicates")) {
        _ = try await engine.send(BatchGetItem([arn: .init([item]), "pages": .init([item])]))
      }
      let other = arn.replacing("000000000000", with: "123456789012")
      await #expect(throws: DynamoDBError.resourceNotFound("Requested resource not found")) {
        _ = try await engine.getItem(item, from: other)
      }
    }
  }

  /// Source: *Amazon DynamoDB API Reference*, `TagResource`, `UntagResource`, `ListTagsOfResource`.
  @Test("Tags are added, replaced, taken away and listed", arguments: EngineKind.allCases)
  func tags(kind: EngineKind) async throws {
    try await withEngine(kind) { engine async throws in
      let arn = try #require(
        try await engine.send(
          CreateTable(table: "tagged", partitionKey: .init("pk"), tags: ["team": "web", "stage": "test"])
        ).table.arn)
      func tags() async throws -> [String: String] { try await engine.send(ListTagsOfResource(resource: arn)).tags }
      #expect(try await tags() == ["team": "web", "stage": "test"])
      _ = try await engine.send(TagResource(resource: arn, tags: ["team": "core", "cost \"x\"": "é"]))
      #expect(try await tags() == ["team": "core", "stage": "test", "cost \"x\"": "é"])
      _ = try await engine.send(UntagResource(resource: arn, keys: ["team", "none"]))
      #expect(try await tags() == ["stage": "test", "cost \"x\"": "é"])
      let many = Dictionary(uniqueKeysWithValues: (0..<49).map { ("k\($0)", "") })
      await #expect(throws: DynamoDBError.self) { _ = try await engine.send(TagResource(resource: arn, tags: many)) }
      await #expect(throws: DynamoDBError.self) {
        _ = try await engine.send(TagResource(resource: arn, tags: ["aws:x": ""]))
      }
      #expect(try await tags().count == 2)
      for wrong in ["tagged", arn + "s"] {
        await #expect(throws: DynamoDBError.self) { _ = try await engine.send(ListTagsOfResource(resource: wrong)) }
      }
    }
  }

  /// Source: *Amazon DynamoDB API Reference*, `DescribeContinuousBackups`, `UpdateContinuousBackups`.
  @Test("Continuous backups are described as they were asked for", arguments: EngineKind.allCases)
  func continuousBackups(kind: EngineKind) async throws {
    let time = ManualTime()
    try await withEngine(kind, time: time) { engine async throws in
      let describe = DescribeContinuousBackups(table: "pages")
      #expect(try await engine.send(describe) == .init(pointInTimeRecovery: false))
      let start = time.now
      let update = UpdateContinuousBackups(table: "pages", pointInTimeRecovery: true, recoveryDays: 2)
      _ = try await engine.send(update)
      time.advance(by: .seconds(3600))
      #expect(
        try await engine.send(describe)
          == .init(
            pointInTimeRecovery: true, recoveryDays: 2, earliestRestorable: start, latestRestorable: time.now))
      time.advance(by: .seconds(3 * 24 * 3600))
      #expect(try await engine.send(describe).earliestRestorable == time.now - .seconds(2 * 24 * 3600))
      _ = try await engine.send(UpdateContinuousBackups(table: "pages", pointInTimeRecovery: false))
      #expect(try await engine.send(describe) == .init(pointInTimeRecovery: false))
      await #expect(
        throws: DynamoDBError.service(code: "TableNotFoundException", status: 400, message: "Table not found: none")
      ) { _ = try await engine.send(DescribeContinuousBackups(table: "none")) }
    }
  }
}
