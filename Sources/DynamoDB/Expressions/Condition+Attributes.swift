extension Condition {
  /// The top-level attributes that the condition names, each as often as it is named.
  package var attributes: [String] {
    var attributes: [String] = []
    collect(into: &attributes)
    return attributes
  }

  private func collect(into attributes: inout [String]) {
    switch self {
    case .compare(let left, _, let right), .beginsWith(let left, let right), .contains(let left, let right):
      left.collect(into: &attributes)
      right.collect(into: &attributes)
    case .between(let operand, let lower, let upper):
      for part in [operand, lower, upper] { part.collect(into: &attributes) }
    case .isIn(let operand, let others):
      operand.collect(into: &attributes)
      for other in others { other.collect(into: &attributes) }
    case .attributeExists(let path), .attributeNotExists(let path):
      attributes.append(path.attribute)
    case .attributeType(let path, let type):
      attributes.append(path.attribute)
      type.collect(into: &attributes)
    case .and(let left, let right), .or(let left, let right):
      left.collect(into: &attributes)
      right.collect(into: &attributes)
    case .not(let condition):
      condition.collect(into: &attributes)
    }
  }
}

extension Condition.Operand {
  fileprivate func collect(into attributes: inout [String]) {
    switch self {
    case .path(let path), .size(let path): attributes.append(path.attribute)
    case .value: break
    }
  }
}
