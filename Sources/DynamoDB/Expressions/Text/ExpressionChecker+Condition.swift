extension ExpressionChecker {
  /// The tree of a condition whose syntax is right.
  mutating func condition(_ steps: [ConditionStep]) throws(ExpressionError) -> Condition {
    try checkWords(of: steps)
    // Postfix: an operator takes the conditions that stand last.
    var trees: [Condition] = []
    for step in steps {
      switch step {
      case .test(let test): trees.append(try condition(try resolve(test)))
      case .not: if let operand = trees.popLast() { trees.append(.not(operand)) }
      case .and: if let right = trees.popLast(), let left = trees.popLast() { trees.append(.and(left, right)) }
      case .or: if let right = trees.popLast(), let left = trees.popLast() { trees.append(.or(left, right)) }
      }
    }
    guard let tree = trees.last else { throw source.syntaxError(at: 0, expected: "a condition") }
    return tree
  }

  func checkWords(of steps: [ConditionStep]) throws(ExpressionError) {
    for case .test(let test) in steps {
      for operand in test.operands {
        try checkWords(of: operand, as: test.isFunction ? .condition : .operand)
      }
    }
  }

  /// A test with its placeholders replaced and its operands checked.
  mutating func resolve(_ test: ConditionTest) throws(ExpressionError) -> ResolvedTest {
    var operands: [ResolvedOperand] = []
    for operand in test.operands { operands.append(try resolve(operand)) }
    for operand in operands { try checkCounts(in: operand) }
    if case .isIn = test.operation, operands.count - 1 > ExpressionLimits.inOperands {
      throw source.error(
        "The IN operator is provided with too many operands; number of operands: \(operands.count - 1)",
        at: test.token, expected: "at most \(ExpressionLimits.inOperands)")
    }
    for operand in operands { try checkDistinct(in: operand) }
    if !test.isFunction {
      try checkDistinct(operands, of: source.text(at: test.token).uppercased(), at: test.token)
    }
    for operand in operands { try checkFunctionTypes(in: operand) }
    let resolved = ResolvedTest(operation: test.operation, operands: operands, token: test.token)
    try checkTypes(of: resolved)
    return resolved
  }

  private func checkDistinct(in operand: ResolvedOperand) throws(ExpressionError) {
    guard case .call(let function, let arguments, let token) = operand else { return }
    for argument in arguments { try checkDistinct(in: argument) }
    try checkDistinct(arguments, of: function.rawValue, at: token)
  }

  private func checkFunctionTypes(in operand: ResolvedOperand) throws(ExpressionError) {
    guard case .call(let function, let arguments, let token) = operand else { return }
    for argument in arguments { try checkFunctionTypes(in: argument) }
    try checkPath(of: function, arguments, at: token)
    switch function {
    case .beginsWith: try checkTypes(of: arguments, allowed: [.string, .binary], for: function.rawValue, at: token)
    case .size: try checkTypes(of: arguments, allowed: .sized, for: function.rawValue, at: token)
    case .attributeType: try checkTypeName(arguments[1], at: token)
    default: break
    }
  }

  /// Checks the second operand of `attribute_type`: one of the ten tags, as a value.
  private func checkTypeName(_ operand: ResolvedOperand, at token: Int) throws(ExpressionError) {
    let tags = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
    guard case .string(let name)? = operand.value else {
      let type = operand.staticType?.rawValue ?? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"
      throw operandTypeError(type, for: "attribute_type", at: token, expected: "a string value of \(tags)")
    }
    guard AttributeValue.TypeTag(rawValue: name) != nil else {
      throw source.error(
        "Invalid attribute type name found; type: \(name), valid types: \(tags)", at: token, expected: "one of \(tags)")
    }
  }

  private func checkTypes(of test: ResolvedTest) throws(ExpressionError) {
    switch test.operation {
    case .compare(.equal), .compare(.notEqual), .isIn, .function: break
    case .compare(let comparator):
      try checkTypes(of: test.operands, allowed: .ordered, for: comparator.rawValue, at: test.token)
    case .between:
      try checkTypes(of: test.operands, allowed: .ordered, for: "BETWEEN", at: test.token)
      guard let lower = test.operands[1].value, let upper = test.operands[2].value else { return }
      try checkBounds(lower, upper, at: test.token)
    }
  }

  private func checkBounds(_ lower: AttributeValue, _ upper: AttributeValue, at token: Int) throws(ExpressionError) {
    let problem: String
    switch (lower, upper) {
    case (.string(let a), .string(let b)) where !String.precedes(b, a): return
    case (.number(let a), .number(let b)) where !(b < a): return
    case (.binary(let a), .binary(let b)) where ![UInt8].precedes(b, a): return
    default:
      problem =
        lower.typeTag == upper.typeTag
        ? "upper bound to be greater than or equal to lower bound" : "same data type for lower and upper bounds"
    }
    throw source.error(
      "The BETWEEN operator requires \(problem); lower bound operand: \(lower.boundDescription), "
        + "upper bound operand: \(upper.boundDescription)",
      at: token)
  }
}

extension ConditionTest {
  var isFunction: Bool {
    if case .function = operation { true } else { false }
  }
}

/// A ``ConditionTest`` whose placeholders have been replaced.
struct ResolvedTest {
  var operation: ConditionTest.Operator
  var operands: [ResolvedOperand]
  var token: Int
}

extension AttributeValue {
  /// A bound of `BETWEEN` as DynamoDB's errors show it.
  fileprivate var boundDescription: String {
    switch self {
    case .string(let text): "AttributeValue: {S:\(text)}"
    case .number(let number): "AttributeValue: {N:\(number)}"
    case .binary(let bytes): "AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=\(bytes.count) cap=\(bytes.count)]}"
    default: "AttributeValue: {\(typeTag.rawValue)}"
    }
  }
}
