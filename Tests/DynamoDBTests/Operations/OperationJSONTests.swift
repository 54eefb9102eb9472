import DynamoDB
import Testing

/// What is sent is what is read: every operation and every answer comes back from its JSON as it was.
struct OperationJSONTests {
  private static let condition =
    (DocumentPath("size") <= 5 || !DocumentPath("a", .key("b"), .index(3)).exists) && DocumentPath("pk").doesNotExist

  @Test("Writes")
  func writes() throws {
    try expectRoundTrip(PutItem(table: "t", item: ["pk": "a", "n": 1]))
    try expectRoundTrip(
      PutItem(
        table: "t", item: ["pk": "a"], condition: Self.condition, returnValues: .allOld,
        returnValuesOnConditionCheckFailure: .allOld, returnConsumedCapacity: .total))
    try expectRoundTrip(
      DeleteItem(
        table: "t", key: ["pk": "a"], condition: Self.condition, returnValues: .allOld,
        returnValuesOnConditionCheckFailure: .allOld, returnConsumedCapacity: .indexes))
    try expectRoundTrip(UpdateItem(table: "t", key: ["pk": "a"]))
    try expectRoundTrip(
      UpdateItem(
        table: "t", key: ["pk": "a"],
        update: Update().set("fence", to: .plus(.ifNotExists("fence", .value(7)), .value(1)))
          .set("l", to: .operand(.listAppend(.path("l"), .value(.list([1]))))).remove("x").add("n", 1)
          .delete("s", .stringSet(["a"])),
        condition: Self.condition, returnValues: .updatedNew))
  }

  @Test("Reads")
  func reads() throws {
    try expectRoundTrip(GetItem(table: "t", key: ["pk": "a"], consistentRead: true, projection: ["a", "size"]))
    try expectRoundTrip(
      Query(
        table: "t", keyCondition: KeyCondition(partition: "pk", equals: "a", sort: "sk", .between(1, 2)),
        filter: DocumentPath("a") == 1, projection: ["a"], select: .specificAttributes, consistentRead: true,
        scanForward: false, limit: 3, exclusiveStartKey: ["pk": "a", "sk": 1]))
    try expectRoundTrip(
      Scan(table: "t", filter: DocumentPath("a") == 1, select: .count, segment: .init(index: 1, total: 4)))
    try expectRoundTrip(TransactGetItems([.init(table: "t", key: ["pk": "a"], projection: ["a"])]))
  }

  @Test("A transaction")
  func transaction() throws {
    try expectRoundTrip(
      TransactWriteItems(
        [
          .check(ConditionCheck(table: "t", key: ["pk": "a"], condition: Self.condition)),
          .put(PutItem(table: "t", item: ["pk": "b"], condition: Self.condition)),
          .update(UpdateItem(table: "u", key: ["pk": "c"], update: Update().remove("x"))),
          .delete(DeleteItem(table: "u", key: ["pk": "d"], returnValuesOnConditionCheckFailure: .allOld)),
        ], clientRequestToken: "token", returnConsumedCapacity: .total))
  }

  @Test("Batches")
  func batches() throws {
    try expectRoundTrip(
      BatchGetItem(
        [
          "t": .init([["pk": "a"], ["pk": "b"]], consistentRead: true),
          "u": .init([["pk": 1]], projection: ["name", "a"]),
        ], returnConsumedCapacity: .indexes))
    try expectRoundTrip(
      BatchWriteItem(["t": [.put(["pk": "a", "x": .null]), .delete(key: ["pk": "b"])], "u": [.put(["pk": 1])]]))
    #expect(BatchGetItem(["u": .init([]), "t": .init([])]).tables == ["t", "u"])
    let capacity = [ConsumedCapacity(table: "t", units: 1.5)]
    let items = BatchGetItem.Output(
      items: ["t": [["pk": "a"]], "u": []], unprocessed: ["u": .init([["pk": 1]], projection: ["a"])],
      consumedCapacity: capacity)
    #expect(try BatchGetItem.Output(json: items.json) == items)
    let rest = BatchWriteItem.Output(unprocessed: ["t": [.delete(key: ["pk": "b"])]], consumedCapacity: capacity)
    #expect(try BatchWriteItem.Output(json: rest.json) == rest)
    #expect(rest.capacities == capacity)
    #expect(
      String(decoding: BatchGetItem.Output().json, as: UTF8.self) == #"{"Responses":{},"UnprocessedKeys":{}}"#)
    expectRefusal(
      BatchGetItem.self, "{}",
      "1 validation error detected: Value null at 'requestItems' failed to satisfy constraint: Member must not be null")
    expectRefusal(
      BatchGetItem.self, ##"{"RequestItems":{"t":{"Keys":[{}],"ExpressionAttributeNames":{"#a":"a"}}}}"##,
      "ExpressionAttributeNames can only be specified when using expressions")
    for writes in ["{}", #"{"PutRequest":{"Item":{}},"DeleteRequest":{"Key":{}}}"#] {
      expectRefusal(
        BatchWriteItem.self, #"{"RequestItems":{"t":[\#(writes)]}}"#,
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")
    }
  }

  @Test("Tables")
  func tables() throws {
    try expectRoundTrip(CreateTable(table: "pages", partitionKey: .init("pk"), sortKey: .init("sk", .number)))
    try expectRoundTrip(
      CreateTable(
        table: "pages", partitionKey: .init("pk", .binary), billing: .provisioned(readUnits: 1, writeUnits: 2),
        deletionProtection: true))
    try expectRoundTrip(DescribeTable(table: "pages"))
    try expectRoundTrip(DeleteTable(table: "pages"))
    try expectRoundTrip(ListTables(exclusiveStartName: "a", limit: 5))
    try expectRoundTrip(UpdateTimeToLive(table: "pages", attribute: "ttl"))
    try expectRoundTrip(DescribeTimeToLive(table: "pages"))
  }

  @Test("Tables with indexes, and changes of tables")
  func indexes() throws {
    let indexes: [SecondaryIndex] = [
      .local("local", partitionKey: .init("pk"), sortKey: .init("rank", .number), attributes: .keys),
      .global("whole", partitionKey: .init("tag", .binary)),
      .global("part", partitionKey: .init("tag", .binary), sortKey: .init("sk"), attributes: .including(["a", "b"])),
    ]
    let create = CreateTable(
      table: "pages", partitionKey: .init("pk"), sortKey: .init("sk"), indexes: indexes, tags: ["team": "web"])
    try expectRoundTrip(create)
    var paid = indexes[1]
    paid.billing = .provisioned(readUnits: 3, writeUnits: 4)
    try expectRoundTrip(
      CreateTable(
        table: "pages", partitionKey: .init("pk"), indexes: [paid], billing: .provisioned(readUnits: 1, writeUnits: 2)))
    let table = TableDescription(
      name: "pages", keySchema: create.keySchema,
      indexes: [
        .init(indexes[0], itemCount: 2, sizeInBytes: 9, arn: "arn"), .init(indexes[1], status: .creating),
        .init(indexes[2], itemCount: 1),
      ], createdAt: Timestamp(milliseconds: 1))
    #expect(try TableDescription(json: table.json) == table)
    try expectRoundTrip(UpdateTable(table: "pages", billing: .onDemand, deletionProtection: false))
    try expectRoundTrip(
      UpdateTable(
        table: "pages", billing: .provisioned(readUnits: 1, writeUnits: 2),
        indexUpdates: [.create(paid), .update(name: "part", billing: paid.billing), .delete(name: "gone")]))
    expectRefusal(
      UpdateTable.self, #"{"TableName":"pages"}"#,
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or "
        + "SSESpecification or ReplicaUpdates is required")
    expectRefusal(
      UpdateTable.self, #"{"TableName":"pages","GlobalSecondaryIndexUpdates":[{}]}"#,
      "One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, "
        + "GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null")
  }

  @Test("Indexes that cannot be, in the words of other people's tests against DynamoDB itself")
  func refusedIndexes() {
    let start =
      #"{"TableName":"t","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"},{"AttributeName":"b","AttributeType":"S"}],"KeySchema":[{"AttributeName":"a","KeyType":"HASH"}"#
    let hash = #"{"AttributeName":"b","KeyType":"HASH"}"#
    let invalid = "One or more parameter values were invalid: "
    let refused: [(String, String)] = [
      (
        #"],"GlobalSecondaryIndexes":[]}"#, invalid + "List of GlobalSecondaryIndexes is empty"
      ),
      (
        #"],"LocalSecondaryIndexes":[{"IndexName":"one","KeySchema":[\#(hash)],"Projection":{"ProjectionType":"ALL"}}]}"#,
        invalid
          + "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex"
      ),
      (
        #",{"AttributeName":"b","KeyType":"RANGE"}],"LocalSecondaryIndexes":[{"IndexName":"one","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]}"#,
        invalid + "Index KeySchema does not have a range key for index: one"
      ),
      (
        #",{"AttributeName":"b","KeyType":"RANGE"}],"LocalSecondaryIndexes":[{"IndexName":"one","KeySchema":[\#(hash),{"AttributeName":"a","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}]}"#,
        invalid
          + "Index KeySchema does not have the same leading hash key as table KeySchema for index: one. index hash key: b, table hash key: a"
      ),
      (
        #"],"GlobalSecondaryIndexes":[{"IndexName":"one","KeySchema":[{"AttributeName":"c","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]}"#,
        invalid
          + "Some index key attributes are not defined in AttributeDefinitions. Keys: [c], AttributeDefinitions: [a, b]"
      ),
      (
        #"],"GlobalSecondaryIndexes":[{"IndexName":"one","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]}"#,
        invalid + "Some AttributeDefinitions are not used. AttributeDefinitions: [a, b], keys used: [a]"
      ),
      (
        #"],"GlobalSecondaryIndexes":[{"IndexName":"one","KeySchema":[\#(hash)],"Projection":{}}]}"#,
        invalid + "Unknown ProjectionType: null"
      ),
      (
        #"],"GlobalSecondaryIndexes":[{"IndexName":"one","KeySchema":[\#(hash)],"Projection":{"ProjectionType":"ALL","NonKeyAttributes":["x"]}}]}"#,
        invalid + "ProjectionType is ALL, but NonKeyAttributes is specified"
      ),
      (
        #"],"GlobalSecondaryIndexes":[{"IndexName":"one","KeySchema":[\#(hash)],"Projection":{"ProjectionType":"ALL"}},{"IndexName":"one","KeySchema":[\#(hash)],"Projection":{"ProjectionType":"ALL"}}]}"#,
        invalid + "Duplicate index name: one"
      ),
    ]
    for (rest, message) in refused { expectRefusal(CreateTable.self, start + rest, message) }
  }

  @Test("Tags, limits, endpoints and continuous backups")
  func administration() throws {
    try expectRoundTrip(TagResource(resource: "arn", tags: ["a": "1", "b": ""]))
    try expectRoundTrip(UntagResource(resource: "arn", keys: ["a", "b"]))
    try expectRoundTrip(ListTagsOfResource(resource: "arn", nextToken: "t"))
    try expectRoundTrip(DescribeLimits())
    try expectRoundTrip(DescribeEndpoints())
    try expectRoundTrip(DescribeContinuousBackups(table: "pages"))
    try expectRoundTrip(UpdateContinuousBackups(table: "pages", pointInTimeRecovery: true, recoveryDays: 3))
    #expect(EmptyOutput().json.isEmpty)
    for body in ["", "{}"] { _ = try EmptyOutput(json: Array(body.utf8)) }
    let tags = ListTagsOfResource.Output(tags: ["a": "1"], nextToken: "t")
    #expect(try ListTagsOfResource.Output(json: tags.json) == tags)
    let limits = DescribeLimits.Output(accountReadUnits: 1, accountWriteUnits: 2, tableReadUnits: 3, tableWriteUnits: 4)
    #expect(try DescribeLimits.Output(json: limits.json) == limits)
    let endpoints = DescribeEndpoints.Output(endpoints: [.init(address: "localhost:8000", cacheMinutes: 5)])
    #expect(try DescribeEndpoints.Output(json: endpoints.json) == endpoints)
    let backups = DescribeContinuousBackups.Output(
      pointInTimeRecovery: true, recoveryDays: 3, earliestRestorable: Timestamp(milliseconds: 1500),
      latestRestorable: Timestamp(milliseconds: 2500))
    #expect(try DescribeContinuousBackups.Output(json: backups.json) == backups)
    let metrics = ItemCollectionMetrics(key: ["pk": "a"], sizeInGigabytes: 0...1)
    let write = WriteOutput(itemCollectionMetrics: metrics)
    #expect(try WriteOutput(json: write.json) == write)
    let batch = BatchWriteItem.Output(itemCollectionMetrics: ["t": [metrics]])
    #expect(try BatchWriteItem.Output(json: batch.json) == batch)
    let transaction = TransactWriteItems.Output(itemCollectionMetrics: ["t": [metrics]])
    #expect(try TransactWriteItems.Output(json: transaction.json) == transaction)
    var capacity = ConsumedCapacity(table: "t", units: 4, writeUnits: 4, tableUnits: 2)
    capacity.globalIndexUnits = ["one": 1.5]
    capacity.localIndexUnits = ["two": 0.5]
    #expect(try ConsumedCapacity(json: capacity.json) == capacity)
  }

  @Test("Answers")
  func answers() throws {
    let capacity = ConsumedCapacity(table: "t", units: 2.5, readUnits: 0.5, writeUnits: 2, tableUnits: 2.5)
    #expect(try ConsumedCapacity(json: capacity.json) == ConsumedCapacity(json: capacity.json))
    let page = PageOutput(items: [["pk": "a"]], scannedCount: 7, lastEvaluatedKey: ["pk": "a"])
    #expect(try PageOutput(json: page.json) == page)
    let output = WriteOutput(attributes: ["pk": "a"], consumedCapacity: ConsumedCapacity(table: "t", units: 1))
    #expect(try WriteOutput(json: output.json) == output)
    let items = TransactGetItems.Output(items: [["pk": "a"], nil])
    #expect(try TransactGetItems.Output(json: items.json) == items)
    let table = TableDescription(
      name: "pages", keySchema: KeySchema(partition: .init("pk"), sort: .init("sk")),
      createdAt: Timestamp(milliseconds: 1_700_000_000_123), itemCount: 3, sizeInBytes: 99, arn: "arn", id: "id")
    #expect(try TableDescription(json: table.json) == table)
  }

  @Test("Errors, with what they carry")
  func errors() throws {
    let errors: [DynamoDBError] = [
      .conditionFailed(item: nil), .conditionFailed(item: ["pk": "a"]),
      .transactionCanceled([.none, CancellationReason(.conditionalCheckFailed, message: "m", item: ["pk": "a"])]),
      .validation("v"), .serialization("s"), .resourceNotFound("r"), .resourceInUse("i"), .throttled("t"),
      .transactionConflict("c"), .transactionInProgress("p"), .idempotentParameterMismatch("i"),
      .service(code: "InternalServerError", status: 500, message: "m"),
    ]
    for error in errors {
      var writer = JSONWriter()
      error.write(to: &writer)
      #expect(DynamoDBError(status: error.status, body: writer.bytes) == error)
    }
    #expect(DynamoDBError(status: 502, body: Array("<html>".utf8)).status == 502)
  }

  @Test("A request without its table, or with an option that does not exist, is refused in DynamoDB's words")
  func missingMembers() {
    expectRefusal(
      GetItem.self, #"{"Key":{"pk":{"S":"a"}}}"#,
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null")
    expectRefusal(
      PutItem.self, #"{"TableName":"t","Item":{"pk":{"S":"a"}},"ReturnValues":"SOME"}"#,
      "1 validation error detected: Value 'SOME' at 'returnValues' failed to satisfy constraint: "
        + "Member must satisfy enum value set: [NONE, ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATED_NEW]")
    expectRefusal(
      PutItem.self,
      #"{"TableName":"t","Item":{},"ConditionExpression":"a = :a","ExpressionAttributeValues":{":a":{"S":""},":b":{"S":""}}}"#,
      "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}")
  }

  private func expectRoundTrip<Operation: DynamoDBOperation>(_ operation: Operation) throws {
    #expect(try Operation(json: operation.json) == operation)
  }

  private func expectRefusal<Operation: DynamoDBOperation>(_: Operation.Type, _ json: String, _ message: String) {
    #expect(throws: DynamoDBError.validation(message)) { try Operation(json: Array(json.utf8)) }
  }
}
