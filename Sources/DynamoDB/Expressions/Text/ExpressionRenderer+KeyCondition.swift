extension ExpressionRenderer {
  /// The text of a key condition expression, the partition key first.
  package mutating func text(_ condition: KeyCondition) -> String {
    let partition = "\(text(DocumentPath(condition.partitionAttribute))) = \(text(condition.partitionValue))"
    guard let sort = condition.sort else { return partition }
    return "\(partition) AND \(text(sort))"
  }

  private mutating func text(_ sort: KeyCondition.Sort) -> String {
    let name = text(DocumentPath(sort.attribute))
    return switch sort.range {
    case .equal(let value): "\(name) = \(text(value))"
    case .less(let value): "\(name) < \(text(value))"
    case .lessOrEqual(let value): "\(name) <= \(text(value))"
    case .greater(let value): "\(name) > \(text(value))"
    case .greaterOrEqual(let value): "\(name) >= \(text(value))"
    case .between(let lower, let upper): "\(name) BETWEEN \(text(lower)) AND \(text(upper))"
    case .beginsWith(let prefix): "begins_with(\(name), \(text(prefix)))"
    }
  }
}
