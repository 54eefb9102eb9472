// The checks that functions and operators share. `operation` is a function's name or an operator as written.

extension ExpressionChecker {
  /// Checks how many operands each call within `operand` has, the innermost first.
  func checkCounts(in operand: ResolvedOperand) throws(ExpressionError) {
    guard case .call(let function, let arguments, let token) = operand else { return }
    for argument in arguments { try checkCounts(in: argument) }
    guard arguments.count == function.operandCount else {
      throw source.error(
        "Incorrect number of operands for operator or function; operator or function: \(function.rawValue), "
          + "number of operands: \(arguments.count)",
        at: token, expected: function.operandCount == 1 ? "1 operand" : "\(function.operandCount) operands")
    }
  }

  /// Checks that the first operand is not also one of the others.
  func checkDistinct(_ operands: [ResolvedOperand], of operation: String, at token: Int) throws(ExpressionError) {
    guard let first = operands.first?.path, operands.dropFirst().contains(where: { $0.path == first }) else { return }
    throw source.error(
      "The first operand must be distinct from the remaining operands for this operator or function; "
        + "operator: \(operation), first operand: \(first.expressionDescription)",
      at: token)
  }

  /// Checks the operands' types, where they are known.
  func checkTypes(
    of operands: [ResolvedOperand], allowed: Set<AttributeValue.TypeTag>, for operation: String, at token: Int
  ) throws(ExpressionError) {
    for operand in operands {
      guard let type = operand.staticType, !allowed.contains(type) else { continue }
      let expected = AttributeValue.TypeTag.allCases.filter(allowed.contains).map(\.rawValue)
      throw operandTypeError(type.rawValue, for: operation, at: token, expected: expected.joined(separator: ", "))
    }
  }

  func operandTypeError(_ type: String, for operation: String, at token: Int, expected: String) -> ExpressionError {
    source.error(
      "Incorrect operand type for operator or function; operator or function: \(operation), operand type: \(type)",
      at: token, expected: expected)
  }

  func checkPath(
    of function: ExpressionFunction, _ arguments: [ResolvedOperand], at token: Int
  ) throws(ExpressionError) {
    guard function.needsPath, arguments.first?.path == nil else { return }
    throw source.error(
      "Operator or function requires a document path; operator or function: \(function.rawValue)", at: token,
      expected: "an attribute as the first operand")
  }
}

extension Set<AttributeValue.TypeTag> {
  /// The types that have an order.
  static let ordered: Self = [.string, .number, .binary]
  static let sets: Self = [.stringSet, .numberSet, .binarySet]
  static let sized: Self = [.string, .binary, .list, .map, .stringSet, .numberSet, .binarySet]
}

extension DocumentPath {
  /// The path as DynamoDB's errors show it: `[a, [0], b]`.
  var expressionDescription: String {
    let elements = steps.map { step in
      switch step {
      case .key(let name): name
      case .index(let index): "[\(index)]"
      }
    }
    return "[\(([attribute] + elements).joined(separator: ", "))]"
  }
}
