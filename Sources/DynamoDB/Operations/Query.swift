/// Reads the items of one partition in the order of their sort keys, a page of at most 1 MB at a time.
///
/// Costs half a read unit for each 4 KB read (a whole one with `consistentRead`), before the filter.
///
/// Source: *Amazon DynamoDB API Reference*, `Query`.
public struct Query: DynamoDBOperation {
  public static let name = "Query"

  /// The table's name.
  public var table: String
  /// A secondary index instead of the table itself.
  public var index: String?
  /// Which items.
  public var keyCondition: KeyCondition
  /// What of the items read is returned; it does not change the cost.
  public var filter: Condition?
  /// Which attributes are returned; all without it.
  public var projection: Projection?
  /// Which attributes, or only how many items.
  public var select: Select?
  /// Sees every write that was acknowledged before; twice the read units. Not on a global index.
  public var consistentRead: Bool
  /// Ascending order of sort keys.
  public var scanForward: Bool
  /// How many items are read (not: returned) at most.
  public var limit: Int?
  /// Where the page before this one ended: its ``PageOutput/lastEvaluatedKey``.
  public var exclusiveStartKey: Item?
  /// Whether the answer says what the request cost.
  public var returnConsumedCapacity: ReturnConsumedCapacity

  /// The request; what has a default may be left out. `limit` is a number of items.
  public init(
    table: String, index: String? = nil, keyCondition: KeyCondition, filter: Condition? = nil,
    projection: Projection? = nil, select: Select? = nil, consistentRead: Bool = false, scanForward: Bool = true,
    limit: Int? = nil, exclusiveStartKey: Item? = nil, returnConsumedCapacity: ReturnConsumedCapacity = .none
  ) {
    self.table = table
    self.index = index
    self.keyCondition = keyCondition
    self.filter = filter
    self.projection = projection
    self.select = select
    self.consistentRead = consistentRead
    self.scanForward = scanForward
    self.limit = limit
    self.exclusiveStartKey = exclusiveStartKey
    self.returnConsumedCapacity = returnConsumedCapacity
  }

  public typealias Output = PageOutput

  public var tables: [String] { [table] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension Query {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      var renderer = ExpressionRenderer()
      writer.member("TableName", table)
      writer.member("IndexName", index)
      writer.member("KeyConditionExpression", renderer.text(keyCondition))
      writer.member("FilterExpression", filter.map { renderer.text($0) })
      writer.member("ProjectionExpression", projection.map { renderer.text($0) })
      writer.placeholders(of: renderer)
      writer.member("Select", select?.rawValue)
      if consistentRead { writer.member("ConsistentRead", true) }
      if !scanForward { writer.member("ScanIndexForward", false) }
      writer.member("Limit", limit)
      writer.member("ExclusiveStartKey", exclusiveStartKey)
      writer.member("ReturnConsumedCapacity", returnConsumedCapacity, unless: .none)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var members = try RequestMembers(from: &reader, expressions: [.filter, .projection, .keyCondition])
    table = try members.required(.tableName)
    index = members.text(.indexName)
    select = try members.optionalSelect()
    consistentRead = members.flag(.consistentRead) ?? false
    scanForward = members.flag(.scanIndexForward) ?? true
    limit = try members.limit()
    exclusiveStartKey = members.item(.exclusiveStartKey)
    returnConsumedCapacity = try members.option(.returnConsumedCapacity, default: .none)
    filter = try members.filter()
    projection = try members.projection()
    guard let keyCondition = try members.keyCondition() else {
      throw .validation(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
    }
    self.keyCondition = keyCondition
    try members.finish()
  }
}
