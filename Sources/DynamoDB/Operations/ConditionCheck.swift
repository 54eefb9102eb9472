/// An item of a transaction that is only looked at: the transaction goes through if the condition holds.
///
/// Costs what a transactional write of the item would.
///
/// Source: *Amazon DynamoDB API Reference*, `ConditionCheck`.
public struct ConditionCheck: Hashable, Sendable {
  /// The table's name.
  public var table: String
  /// The item's key: its key attributes and nothing else.
  public var key: Item
  /// What has to hold of the item; without it nothing.
  public var condition: Condition
  /// Whether a refusal brings the item.
  public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure

  /// A condition on an item that the transaction does not write.
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
    table = try members.required(.tableName)
    key = try members.requiredItem(.key)
    returnValuesOnConditionCheckFailure = try members.option(.returnValuesOnConditionCheckFailure, default: .none)
    guard let condition = try members.condition() else { throw RequestMembers.missing("ConditionExpression") }
    self.condition = condition
    try members.finish()
  }
}
