extension ExpressionChecker {
  /// The tree of a key condition whose syntax is right.
  ///
  /// It is read as any condition is, and then may only be one or two comparisons of key attributes with
  /// values. DynamoDB's errors about that do not begin with `Invalid KeyConditionExpression`.
  mutating func keyCondition(_ steps: [ConditionStep], partitionKey: String?) throws(ExpressionError) -> KeyCondition {
    try checkWords(of: steps)
    var tests: [ResolvedTest] = []
    for case .test(let test) in steps { tests.append(try resolve(test)) }
    try checkJoins(steps)
    var keys: [KeyTest] = []
    for test in tests {
      let key = try keyTest(test)
      if keys.contains(where: { $0.attribute == key.attribute }) {
        throw shapeError("KeyConditionExpressions must only contain one condition per key", at: key.token)
      }
      keys.append(key)
    }
    guard keys.count <= 2 else {
      throw shapeError("Conditions can be of length 1 or 2 only", at: keys[2].token)
    }
    return try keyCondition(keys, partitionKey: partitionKey)
  }

  private func keyCondition(_ keys: [KeyTest], partitionKey: String?) throws(ExpressionError) -> KeyCondition {
    let partition: KeyTest
    if let partitionKey {
      guard let named = keys.first(where: { $0.attribute == partitionKey }) else {
        throw shapeError("Query condition missed key schema element: \(partitionKey)", at: nil)
      }
      partition = named
    } else {
      partition = keys.first { $0.range.isEqual } ?? keys[0]
    }
    guard case .equal(let value) = partition.range else {
      throw shapeError(
        "Query key condition not supported", at: partition.token, expected: "\"=\" for the partition key")
    }
    guard let sort = keys.first(where: { $0.attribute != partition.attribute }) else {
      return KeyCondition(partition: partition.attribute, equals: value)
    }
    return KeyCondition(partition: partition.attribute, equals: value, sort: sort.attribute, sort.range)
  }

  /// Only `AND` may join key conditions.
  private func checkJoins(_ steps: [ConditionStep]) throws(ExpressionError) {
    for step in steps.reversed() {
      switch step {
      case .or(let token): throw operatorError("OR", at: token)
      case .not(let token): throw operatorError("NOT", at: token)
      case .and, .test: break
      }
    }
  }

  private func keyTest(_ test: ResolvedTest) throws(ExpressionError) -> KeyTest {
    switch test.operation {
    case .compare(let comparator):
      guard comparator != .notEqual else { throw operatorError("<>", at: test.token) }
      let (attribute, values) = try keyOperands(test.operands, at: test.token)
      let isMirrored = test.operands[0].path == nil
      let range = KeyCondition.SortRange(isMirrored ? comparator.mirrored : comparator, values[0])
      return KeyTest(attribute: attribute, range: range, token: test.token)
    case .between:
      try checkKeyIsFirst(test.operands, of: "BETWEEN", at: test.token)
      let (attribute, values) = try keyOperands(test.operands, at: test.token)
      return KeyTest(attribute: attribute, range: .between(values[0], values[1]), token: test.token)
    case .isIn:
      throw operatorError("IN", at: test.token)
    case .function:
      guard case .call(.beginsWith, let arguments, _) = test.operands[0] else {
        throw operatorError(source.text(at: test.token), at: test.token)
      }
      try checkKeyIsFirst(arguments, of: "begins_with", at: test.token)
      let (attribute, values) = try keyOperands(arguments, at: test.token)
      return KeyTest(attribute: attribute, range: .beginsWith(values[0]), token: test.token)
    }
  }

  /// The one attribute and the values among the operands.
  private func keyOperands(
    _ operands: [ResolvedOperand], at token: Int
  ) throws(ExpressionError) -> (attribute: String, values: [AttributeValue]) {
    var attribute: String?
    var values: [AttributeValue] = []
    for operand in operands {
      switch operand {
      case .value(let value): values.append(value)
      case .call: throw shapeError("KeyConditionExpressions cannot contain nested operations", at: token)
      case .path(let path):
        guard attribute == nil else {
          throw shapeError(
            "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition", at: token)
        }
        guard path.steps.isEmpty else {
          throw shapeError("KeyConditionExpressions cannot have conditions on nested attributes", at: token)
        }
        attribute = path.attribute
      }
    }
    guard let attribute else {
      throw shapeError("Invalid condition in KeyConditionExpression: No key attribute specified", at: token)
    }
    return (attribute, values)
  }

  private func checkKeyIsFirst(
    _ operands: [ResolvedOperand], of operation: String, at token: Int
  ) throws(ExpressionError) {
    guard operands[0].path == nil else { return }
    throw shapeError(
      "Invalid condition in KeyConditionExpression: \(operation) operator must have the key attribute as its "
        + "first operand",
      at: token)
  }

  private func operatorError(_ operation: String, at token: Int) -> ExpressionError {
    shapeError(
      "Invalid operator used in KeyConditionExpression: \(operation)", at: token,
      expected: "=, <, <=, >, >=, BETWEEN or begins_with, joined by AND")
  }

  private func shapeError(_ message: String, at token: Int?, expected: String? = nil) -> ExpressionError {
    ExpressionError(
      kind: .keyCondition, message: message, offset: token.map { source.tokens[$0].range.lowerBound },
      found: token.map(source.text(at:)), expected: expected)
  }
}

/// One attribute of a key condition.
private struct KeyTest {
  var attribute: String
  var range: KeyCondition.SortRange
  var token: Int
}

extension KeyCondition.SortRange {
  fileprivate init(_ comparator: Condition.Comparator, _ value: AttributeValue) {
    switch comparator {
    case .equal, .notEqual: self = .equal(value)
    case .less: self = .less(value)
    case .lessOrEqual: self = .lessOrEqual(value)
    case .greater: self = .greater(value)
    case .greaterOrEqual: self = .greaterOrEqual(value)
    }
  }

  fileprivate var isEqual: Bool {
    if case .equal = self { true } else { false }
  }
}

extension Condition.Comparator {
  /// The comparator that says the same with its operands exchanged.
  fileprivate var mirrored: Condition.Comparator {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}
