/// Changes attributes of one item, or creates it.
///
/// Costs a write unit for each KB of the larger of the old and the new item, also where the condition is
/// refused.
///
/// Source: *Amazon DynamoDB API Reference*, `UpdateItem`.
public struct UpdateItem: DynamoDBOperation {
  public static let name = "UpdateItem"

  public var table: String
  public var key: Item
  /// What changes; without it the call only creates an item that is missing.
  public var update: Update?
  public var condition: Condition?
  public var returnValues: ReturnValues
  public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure
  public var returnConsumedCapacity: ReturnConsumedCapacity
  public var returnItemCollectionMetrics: ReturnItemCollectionMetrics

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
    table = try members.required("TableName")
    key = try members.requiredItem("Key")
    returnValues = try members.option("ReturnValues", default: .none)
    returnValuesOnConditionCheckFailure = try members.option("ReturnValuesOnConditionCheckFailure", default: .none)
    returnConsumedCapacity = try members.option("ReturnConsumedCapacity", default: .none)
    returnItemCollectionMetrics = try members.option("ReturnItemCollectionMetrics", default: .none)
    update = try members.update()
    condition = try members.condition()
    try members.finish()
  }
}
