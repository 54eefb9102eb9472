extension Condition {
  /// The top-level attributes that the condition names, each as often as it is named.
  package var attributes: [String] {
    switch self {
    case .compare(let left, _, let right), .beginsWith(let left, let right), .contains(let left, let right):
      left.attributes + right.attributes
    case .between(let operand, let lower, let upper): operand.attributes + lower.attributes + upper.attributes
    case .isIn(let operand, let others): operand.attributes + others.flatMap(\.attributes)
    case .attributeExists(let path), .attributeNotExists(let path): [path.attribute]
    case .attributeType(let path, let type): [path.attribute] + type.attributes
    case .and(let left, let right), .or(let left, let right): left.attributes + right.attributes
    case .not(let condition): condition.attributes
    }
  }
}

extension Condition.Operand {
  fileprivate var attributes: [String] {
    switch self {
    case .path(let path), .size(let path): [path.attribute]
    case .value: []
    }
  }
}
