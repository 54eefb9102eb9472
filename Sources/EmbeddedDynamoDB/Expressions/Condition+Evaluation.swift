package import DynamoDB

extension Condition {
  /// Whether `item` meets this condition; an item that is not there counts as one without attributes.
  ///
  /// `AND` and `OR` stop at the first term that decides. Comparing something that is missing, or values of
  /// different types, is `false`, save that `<>` is then `true`. The parser bounds the depth of the tree.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Condition and filter expressions, operators, and functions".
  ///
  /// - Throws: ``EvaluationError/incorrectOperand(operator:type:)`` or ``EvaluationError/unknownType(_:)`` where
  ///   a constant that was needed has a type that its operator does not take.
  package func isSatisfied(by item: Item?) throws(EvaluationError) -> Bool {
    try holds(in: item ?? [:], depth: 0)
  }

  /// How deep a tree may be that is followed on the thread's stack, as nearly all are.
  private static var flatDepth: Int { 8 }

  private func holds(in item: Item, depth: Int) throws(EvaluationError) -> Bool {
    guard depth < Self.flatDepth else { return try holdsWithoutRecursion(in: item) }
    switch self {
    case .and(let left, let right):
      guard try left.holds(in: item, depth: depth + 1) else { return false }
      return try right.holds(in: item, depth: depth + 1)
    case .or(let left, let right):
      if try left.holds(in: item, depth: depth + 1) { return true }
      return try right.holds(in: item, depth: depth + 1)
    case .not(let condition): return try !condition.holds(in: item, depth: depth + 1)
    default: return try termHolds(in: item)
    }
  }

  /// With a stack of its own: however deep the tree is, the thread's stack is not.
  private func holdsWithoutRecursion(in item: Item) throws(EvaluationError) -> Bool {
    var pending: [Connective] = []
    var node = self
    while true {
      while let (connective, first) = node.opened {
        pending.append(connective)
        node = first
      }
      var holds = try node.termHolds(in: item)
      var next: Condition?
      while next == nil, let connective = pending.popLast() {
        switch connective {
        case .not: holds.toggle()
        case .and(let right): if holds { next = right }
        case .or(let right): if !holds { next = right }
        }
      }
      guard let next else { return holds }
      node = next
    }
  }

  /// What is left to do once the first term of a connective is known.
  private enum Connective {
    case and(Condition)
    case or(Condition)
    case not
  }

  /// The connective that this condition is, and its first term; `nil` for a condition that is one term.
  private var opened: (Connective, first: Condition)? {
    switch self {
    case .and(let left, let right): (.and(right), left)
    case .or(let left, let right): (.or(right), left)
    case .not(let condition): (.not, condition)
    default: nil
    }
  }

  private func termHolds(in item: Item) throws(EvaluationError) -> Bool {
    switch self {
    case .and, .or, .not:
      return try isSatisfied(by: item)
    case .attributeExists(let path):
      return item.value(at: path) != nil
    case .attributeNotExists(let path):
      return item.value(at: path) == nil
    case .compare(let left, let comparator, let right):
      return try comparator.holds(between: left, right, in: item)
    case .between(let operand, let lower, let upper):
      guard try Self.isAtMost(lower, operand, as: "BETWEEN", in: item) else { return false }
      return try Self.isAtMost(operand, upper, as: "BETWEEN", in: item)
    case .isIn(let operand, let candidates):
      guard let value = operand.value(in: item) else { return false }
      return candidates.contains { $0.value(in: item) == value }
    case .attributeType(let path, let type):
      return try Self.hasType(item.value(at: path), type, in: item)
    case .beginsWith(let operand, let prefix):
      return try Self.begins(operand, with: prefix, in: item)
    case .contains(let operand, let part):
      guard let value = operand.value(in: item), let part = part.value(in: item) else { return false }
      return value.contains(part)
    }
  }
}

extension Condition.Comparator {
  fileprivate func holds(
    between left: Condition.Operand, _ right: Condition.Operand, in item: Item
  ) throws(EvaluationError) -> Bool {
    switch self {
    case .equal: Condition.areEqual(left, right, in: item)
    case .notEqual: !Condition.areEqual(left, right, in: item)
    case .less: try Condition.isLess(left, right, as: rawValue, in: item)
    case .lessOrEqual: try Condition.isAtMost(left, right, as: rawValue, in: item)
    case .greater: try Condition.isLess(right, left, as: rawValue, in: item)
    case .greaterOrEqual: try Condition.isAtMost(right, left, as: rawValue, in: item)
    }
  }
}

extension Condition {
  /// What is missing equals nothing, not even something else that is missing.
  fileprivate static func areEqual(_ left: Operand, _ right: Operand, in item: Item) -> Bool {
    guard let left = left.value(in: item), let right = right.value(in: item) else { return false }
    return left == right
  }

  fileprivate static func isLess(
    _ left: Operand, _ right: Operand, as name: String, in item: Item
  ) throws(EvaluationError) -> Bool {
    if let left = left.value(in: item), let right = right.value(in: item), let answer = left.precedes(right) {
      return answer
    }
    try refuseConstant(among: left, right, of: name) { $0.hasOrder }
    return false
  }

  fileprivate static func isAtMost(
    _ left: Operand, _ right: Operand, as name: String, in item: Item
  ) throws(EvaluationError) -> Bool {
    if let left = left.value(in: item), let right = right.value(in: item), let answer = right.precedes(left) {
      return !answer
    }
    try refuseConstant(among: left, right, of: name) { $0.hasOrder }
    return false
  }

  fileprivate static func begins(
    _ operand: Operand, with prefix: Operand, in item: Item
  ) throws(EvaluationError) -> Bool {
    if let value = operand.value(in: item), let start = prefix.value(in: item), let answer = value.begins(with: start) {
      return answer
    }
    try refuseConstant(among: operand, prefix, of: "begins_with") { $0 == .string || $0 == .binary }
    return false
  }

  fileprivate static func hasType(
    _ value: AttributeValue?, _ type: Operand, in item: Item
  ) throws(EvaluationError) -> Bool {
    guard let type = type.value(in: item) else { return false }
    guard case .string(let name) = type else {
      throw .incorrectOperand(operator: "attribute_type", type: type.typeTag)
    }
    if let value, value.typeTag.rawValue == name { return true }
    guard AttributeValue.TypeTag(rawValue: name) != nil else { throw .unknownType(name) }
    return false
  }

  /// A constant of the wrong type is the expression's fault; the same value in the item is only `false`.
  private static func refuseConstant(
    among left: Operand, _ right: Operand, of name: String, unless isAllowed: (AttributeValue.TypeTag) -> Bool
  ) throws(EvaluationError) {
    if case .value(let value) = left, !isAllowed(value.typeTag) {
      throw .incorrectOperand(operator: name, type: value.typeTag)
    }
    if case .value(let value) = right, !isAllowed(value.typeTag) {
      throw .incorrectOperand(operator: name, type: value.typeTag)
    }
  }
}

extension Condition.Operand {
  /// What the operand stands for, or `nil` where that is missing or has no size.
  fileprivate func value(in item: Item) -> AttributeValue? {
    switch self {
    case .value(let value): value
    case .path(let path): item.value(at: path)
    case .size(let path): item.value(at: path)?.extent.map { .number($0) }
    }
  }
}
