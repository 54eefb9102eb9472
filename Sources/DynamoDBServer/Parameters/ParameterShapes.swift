import DynamoDB

extension ParameterShape {
  /// The shape of an operation's request; `nil` for one that takes anything.
  static func request(of operation: String) -> ParameterShape? { requests[operation].map { .structure($0) } }

  /// Whether the operation is about tables: these are seldom, and their requests are always checked.
  static func isAboutTables(_ operation: String) -> Bool { aboutTables.keys.contains(operation) }

  private static let requests = aboutItems.merging(aboutTables) { $1 }

  private static let capacity = Member.optional("ReturnConsumedCapacity", .oneOf(["INDEXES", "TOTAL", "NONE"]))
  private static let metrics = Member.optional("ReturnItemCollectionMetrics", .oneOf(["SIZE", "NONE"]))
  private static let table = Member.required("TableName", .text(1...1024))
  private static let index = Member.optional("IndexName", .text(3...255, isName: true))
  private static let onFailure = Member.optional("ReturnValuesOnConditionCheckFailure", .oneOf(["ALL_OLD", "NONE"]))
  private static let returned = Member.optional(
    "ReturnValues", .oneOf(["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"]))
  private static let select = Member.optional(
    "Select", .oneOf(["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"]))
  private static let limit = Member.optional("Limit", .integer(1...Int.max))
  private static let attributes = Member.optional("AttributesToGet", .list(1...Int.max))
  private static let logic = Member.optional("ConditionalOperator", .oneOf(["OR", "AND"]))

  private static let aboutItems: [String: [Member]] = [
    GetItem.name: [capacity, attributes, table, .required("Key")],
    PutItem.name: [capacity, table, .required("Item"), logic, returned, metrics, onFailure],
    UpdateItem.name: [capacity, table, .required("Key"), logic, returned, metrics, onFailure],
    DeleteItem.name: [capacity, table, .required("Key"), logic, returned, metrics, onFailure],
    Query.name: [limit, capacity, attributes, table, select, logic, index],
    Scan.name: [
      limit, .optional("TotalSegments", .integer(1...1_000_000)), capacity, attributes, table, select, logic,
      .optional("Segment", .integer(0...999_999)), index,
    ],
    BatchGetItem.name: [
      capacity,
      .required(
        "RequestItems",
        .map(of: .structure([attributes, .required("Keys", .list(1...BatchGetItem.maximumCount))]), 1...100)),
    ],
    BatchWriteItem.name: [
      capacity, metrics,
      .required(
        "RequestItems",
        .map(
          of: .list(
            of: .structure([
              .optional("PutRequest", .structure([.required("Item")])),
              .optional("DeleteRequest", .structure([.required("Key")])),
            ])), 1...25, valueLengths: 1...BatchWriteItem.maximumCount)),
    ],
    TransactWriteItems.name: [
      capacity, metrics, .optional("ClientRequestToken", .text(1...36)),
      .required(
        "TransactItems",
        .list(
          of: .structure([
            .optional(
              "ConditionCheck", .structure([.required("Key"), table, .required("ConditionExpression"), onFailure])),
            .optional("Put", .structure([.required("Item"), table, onFailure])),
            .optional("Delete", .structure([.required("Key"), table, onFailure])),
            .optional("Update", .structure([.required("Key"), .required("UpdateExpression"), table, onFailure])),
          ]), 1...100)),
    ],
    TransactGetItems.name: [
      capacity,
      .required(
        "TransactItems",
        .list(of: .structure([.required("Get", .structure([.required("Key"), table]))]), 1...100)),
    ],
  ]

  private static let attributeName = Member.required("AttributeName", .text(1...255))
  private static let definitions = ParameterShape.list(
    of: .structure([attributeName, .required("AttributeType", .oneOf(["B", "N", "S"]))]))
  private static let keySchema = Member.required(
    "KeySchema",
    .list(of: .structure([attributeName, .required("KeyType", .oneOf(["HASH", "RANGE"]))]), 1...Int.max))
  private static let throughput = ParameterShape.structure([
    .required("WriteCapacityUnits", .integer(1...Int.max)), .required("ReadCapacityUnits", .integer(1...Int.max)),
  ])
  private static let billing = Member.optional("BillingMode", .oneOf(["PROVISIONED", "PAY_PER_REQUEST"]))
  private static let indexName = Member.required("IndexName", .text(3...255, isName: true))
  private static let projection = Member.required(
    "Projection",
    .structure([
      .optional("ProjectionType", .oneOf(["ALL", "INCLUDE", "KEYS_ONLY"])),
      .optional("NonKeyAttributes", .list(of: .text(1...255), 1...20)),
    ]))
  private static let globalIndex = ParameterShape.structure([
    keySchema, projection, indexName, .optional("ProvisionedThroughput", throughput),
  ])
  private static let stream = Member.optional(
    "StreamSpecification",
    .structure([
      .optional("StreamViewType", .oneOf(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]))
    ]))
  private static let tableClass = Member.optional("TableClass", .oneOf(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]))
  private static let tags = ParameterShape.list(
    of: .structure([.required("Key", .text(1...128)), .required("Value", .text(0...256))]))
  private static let resource = Member.required("ResourceArn", .text(1...1283))

  private static let aboutTables: [String: [Member]] = [
    CreateTable.name: [
      .required("AttributeDefinitions", definitions), table, billing,
      .optional("ProvisionedThroughput", throughput), keySchema,
      .optional(
        "LocalSecondaryIndexes", .list(of: .structure([keySchema, projection, indexName]))),
      .optional("GlobalSecondaryIndexes", .list(of: globalIndex)), stream, tableClass, .optional("Tags", tags),
    ],
    UpdateTable.name: [
      .optional("AttributeDefinitions", definitions), table, billing,
      .optional("ProvisionedThroughput", throughput),
      .optional(
        "GlobalSecondaryIndexUpdates",
        .list(
          of: .structure([
            .optional("Update", .structure([indexName, .optional("ProvisionedThroughput", throughput)])),
            .optional("Create", globalIndex), .optional("Delete", .structure([indexName])),
          ]))), stream, tableClass,
    ],
    DescribeTable.name: [table],
    DeleteTable.name: [table],
    ListTables.name: [
      .optional("ExclusiveStartTableName", .text(3...255, isName: true)), .optional("Limit", .integer(1...100)),
    ],
    UpdateTimeToLive.name: [
      table,
      .required(
        "TimeToLiveSpecification",
        .structure([.required("Enabled"), .required("AttributeName", .text(1...255))])),
    ],
    DescribeTimeToLive.name: [table],
    TagResource.name: [resource, .required("Tags", tags)],
    UntagResource.name: [resource, .required("TagKeys", .list(of: .text(1...128)))],
    ListTagsOfResource.name: [resource],
    DescribeContinuousBackups.name: [table],
    UpdateContinuousBackups.name: [
      table,
      .required(
        "PointInTimeRecoverySpecification",
        .structure([
          .required("PointInTimeRecoveryEnabled"), .optional("RecoveryPeriodInDays", .integer(1...35)),
        ])),
    ],
  ]
}
