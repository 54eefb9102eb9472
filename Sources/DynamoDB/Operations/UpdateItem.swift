/// Changes attributes of one item, or creates it.
///
/// Costs a write unit for each KB of the larger of the old and the new item, also where the condition is
/// refused.
///
/// Source: *Amazon DynamoDB API Reference*, `UpdateItem`.
public struct UpdateItem: DynamoDBOperation {
  public static let name = "UpdateItem"

  /// The table's name.
  public var table: String
  /// The item's key: its key attributes and nothing else.
  public var key: Item
  /// What changes; without it the call only creates an item that is missing.
  public var update: Update?
  /// What has to hold of the item; without it nothing.
  public var condition: Condition?
  /// Which of the item's attributes the answer has.
  public var returnValues: ReturnValues
  /// Whether a refusal brings the item.
  public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure
  /// Whether the answer says what the request cost.
  public var returnConsumedCapacity: ReturnConsumedCapacity
  /// Whether the answer says how large the item's collection is.
  public var returnItemCollectionMetrics: ReturnItemCollectionMetrics

  /// The request; what has a default may be left out.
  public init(
    table: String, key: Item, update: Update? = nil, condition: Condition? = nil, returnValues: ReturnValues = .none,
    returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure = .none,
    returnConsumedCapacity: ReturnConsumedCapacity = .none,
    returnItemCollectionMetrics: ReturnItemCollectionMetrics = .none
  ) {
    self.table = table
    self.key = key
    self.update = update
    self.condition = condition
    self.returnValues = returnValues
    self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
    self.returnConsumedCapacity = returnConsumedCapacity
    self.returnItemCollectionMetrics = returnItemCollectionMetrics
  }

  public typealias Output = WriteOutput

  public var tables: [String] { [table] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension UpdateItem {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writeAction(to: &writer)
      writer.member("ReturnValues", returnValues, unless: .none)
      writer.member("ReturnConsumedCapacity", returnConsumedCapacity, unless: .none)
      writer.member("ReturnItemCollectionMetrics", returnItemCollectionMetrics, unless: .none)
    }
  }

  /// The members that the action has inside a transaction too.
  func writeAction(to writer: inout JSONWriter) {
    var renderer = ExpressionRenderer()
    writer.member("TableName", table)
    writer.member("Key", key)
    writer.member("UpdateExpression", update.map { renderer.text($0) })
    writer.member("ConditionExpression", condition.map { renderer.text($0) })
    writer.placeholders(of: renderer)
    writer.member("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure, unless: .none)
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var members = try RequestMembers(from: &reader, expressions: [.update, .condition])
    table = try members.required(.tableName)
    key = try members.requiredItem(.key)
    returnValues = try members.option(.returnValues, default: .none)
    returnValuesOnConditionCheckFailure = try members.option(.returnValuesOnConditionCheckFailure, default: .none)
    returnConsumedCapacity = try members.option(.returnConsumedCapacity, default: .none)
    returnItemCollectionMetrics = try members.option(.returnItemCollectionMetrics, default: .none)
    update = try members.update()
    condition = try members.condition()
    try members.finish()
  }
}
