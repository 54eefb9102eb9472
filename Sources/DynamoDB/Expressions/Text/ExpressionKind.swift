/// Which of a request's expressions a text is. The raw value is the request's member.
public enum ExpressionKind: String, Hashable, Sendable, CaseIterable {
  /// `ConditionExpression`
  case condition = "ConditionExpression"
  /// `FilterExpression`
  case filter = "FilterExpression"
  /// `KeyConditionExpression`
  case keyCondition = "KeyConditionExpression"
  /// `ProjectionExpression`
  case projection = "ProjectionExpression"
  /// `UpdateExpression`
  case update = "UpdateExpression"
}
