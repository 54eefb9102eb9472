extension ExpressionChecker {
  /// The tree of one test whose operands have been checked.
  func condition(_ test: ResolvedTest) throws(ExpressionError) -> Condition {
    switch test.operation {
    case .compare(let comparator):
      return .compare(try operand(test.operands[0]), comparator, try operand(test.operands[1]))
    case .between:
      return .between(try operand(test.operands[0]), try operand(test.operands[1]), try operand(test.operands[2]))
    case .isIn:
      var candidates: [Condition.Operand] = []
      for candidate in test.operands.dropFirst() { candidates.append(try operand(candidate)) }
      return .isIn(try operand(test.operands[0]), candidates)
    case .function:
      guard case .call(let function, let arguments, _) = test.operands[0] else { break }
      if let condition = try condition(calling: function, arguments) { return condition }
    }
    throw misused(at: test.token)
  }

  private func condition(
    calling function: ExpressionFunction, _ arguments: [ResolvedOperand]
  ) throws(ExpressionError) -> Condition? {
    switch function {
    case .attributeExists: arguments[0].path.map { .attributeExists($0) }
    case .attributeNotExists: arguments[0].path.map { .attributeNotExists($0) }
    case .attributeType:
      if let path = arguments[0].path { .attributeType(path, try operand(arguments[1])) } else { nil }
    case .beginsWith: .beginsWith(try operand(arguments[0]), try operand(arguments[1]))
    case .contains: .contains(try operand(arguments[0]), try operand(arguments[1]))
    case .size, .ifNotExists, .listAppend: nil
    }
  }

  private func operand(_ operand: ResolvedOperand) throws(ExpressionError) -> Condition.Operand {
    switch operand {
    case .path(let path): return .path(path)
    case .value(let value): return .value(value)
    case .call(let function, let arguments, let token):
      guard function == .size else { throw misused(at: token) }
      switch arguments[0] {
      case .path(let path): return .size(path)
      case .value(let value): return .value(.number(value.elementCount))
      case .call: throw misused(at: token)
      }
    }
  }

  private func misused(at token: Int) -> ExpressionError {
    source.error(
      "The function is not allowed to be used this way in an expression; function: \(source.text(at: token))",
      at: token)
  }
}

extension AttributeValue {
  /// What `size(:value)` is: a value's size is known before any item is. A string counts UTF-16 units, as
  /// `size` of an attribute does.
  fileprivate var elementCount: Int {
    switch self {
    case .string(let text): text.utf16.count
    case .binary(let bytes): bytes.count
    case .list(let values): values.count
    case .map(let entries): entries.count
    case .stringSet(let set): set.count
    case .numberSet(let set): set.count
    case .binarySet(let set): set.count
    case .number, .bool, .null: 0
    }
  }
}
