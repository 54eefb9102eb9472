/// Which of a request's expressions a text is. The raw value is the request's member.
public enum ExpressionKind: String, Hashable, Sendable, CaseIterable {
  case condition = "ConditionExpression"
  case filter = "FilterExpression"
  case keyCondition = "KeyConditionExpression"
  case projection = "ProjectionExpression"
  case update = "UpdateExpression"
}
