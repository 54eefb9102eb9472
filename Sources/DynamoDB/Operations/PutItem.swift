/// Writes one whole item in place of what has its key.
///
/// Costs a write unit for each KB of the larger of the old and the new item, also where the condition is
/// refused.
///
/// Source: *Amazon DynamoDB API Reference*, `PutItem`.
public struct PutItem: DynamoDBOperation {
  public static let name = "PutItem"

  public var table: String
  public var item: Item
  public var condition: Condition?
  /// ``ReturnValues/none`` or ``ReturnValues/allOld``.
  public var returnValues: ReturnValues
  public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure
  public var returnConsumedCapacity: ReturnConsumedCapacity
  public var returnItemCollectionMetrics: ReturnItemCollectionMetrics

  public init(
    table: String, item: Item, condition: Condition? = nil, returnValues: ReturnValues = .none,
    returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure = .none,
    returnConsumedCapacity: ReturnConsumedCapacity = .none,
    returnItemCollectionMetrics: ReturnItemCollectionMetrics = .none
  ) {
    self.table = table
    self.item = item
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

extension PutItem {
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
    writer.member("Item", item)
    writer.member("ConditionExpression", condition.map { renderer.text($0) })
    writer.placeholders(of: renderer)
    writer.member("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure, unless: .none)
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var members = try RequestMembers(from: &reader, expressions: [.condition])
    table = try members.required("TableName")
    item = try members.requiredItem("Item")
    returnValues = try members.option("ReturnValues", default: .none)
    returnValuesOnConditionCheckFailure = try members.option("ReturnValuesOnConditionCheckFailure", default: .none)
    returnConsumedCapacity = try members.option("ReturnConsumedCapacity", default: .none)
    returnItemCollectionMetrics = try members.option("ReturnItemCollectionMetrics", default: .none)
    condition = try members.condition()
    try members.finish()
  }
}
