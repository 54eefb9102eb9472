/// An item of a transaction that is only looked at: the transaction goes through if the condition holds.
///
/// Costs what a transactional write of the item would.
///
/// Source: *Amazon DynamoDB API Reference*, `ConditionCheck`.
public struct ConditionCheck: Hashable, Sendable {
  public var table: String
  public var key: Item
  public var condition: Condition
  public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure

  public init(
    table: String, key: Item, condition: Condition,
    returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure = .none
  ) {
    self.table = table
    self.key = key
    self.condition = condition
    self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
  }
}

extension ConditionCheck {
  func writeAction(to writer: inout JSONWriter) {
    var renderer = ExpressionRenderer()
    writer.member("TableName", table)
    writer.member("Key", key)
    writer.member("ConditionExpression", renderer.text(condition))
    writer.placeholders(of: renderer)
    writer.member("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure, unless: .none)
  }

  init(from reader: inout JSONReader) throws(DynamoDBError) {
    var members = try RequestMembers(from: &reader, expressions: [.condition])
    table = try members.required("TableName")
    key = try members.requiredItem("Key")
    returnValuesOnConditionCheckFailure = try members.option("ReturnValuesOnConditionCheckFailure", default: .none)
    guard let condition = try members.condition() else { throw RequestMembers.missing("ConditionExpression") }
    self.condition = condition
    try members.finish()
  }
}
