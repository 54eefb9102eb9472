extension ExpressionParser {
  /// A parenthesis or a call that has been opened and not closed.
  private struct OpenOperand {
    var open: Int
    var function: Int?
    var arguments: [OperandSyntax] = []
  }

  /// A path, a `:value`, a call, or one of them in parentheses.
  mutating func operand() throws(ExpressionError) -> OperandSyntax {
    var pending: [OpenOperand] = []
    var depth = 0
    while true {
      if next == .openParenthesis {
        pending.append(OpenOperand(open: advance()))
      } else if next == .identifier, afterNext == .openParenthesis {
        depth += 1
        try checkDepth(depth)
        try countOperator()
        let name = advance()
        pending.append(OpenOperand(open: advance(), function: name))
      } else {
        let operand = try close(&pending, around: try simpleOperand(), depth: &depth)
        if pending.isEmpty { return operand }
      }
    }
  }

  private mutating func simpleOperand() throws(ExpressionError) -> OperandSyntax {
    switch next {
    case .value: .value(advance())
    case .identifier, .name: .path(try path())
    default: throw unexpected("an attribute, a :value or a function")
    }
  }

  /// Closes what ends behind `operand`, up to a call that has another argument to come.
  private mutating func close(
    _ pending: inout [OpenOperand], around operand: OperandSyntax, depth: inout Int
  ) throws(ExpressionError) -> OperandSyntax {
    var operand = operand
    while let innermost = pending.last {
      if let function = innermost.function {
        pending[pending.count - 1].arguments.append(operand)
        if accept(.comma) { return operand }
        try expect(.closeParenthesis, "\",\" or \")\"")
        depth -= 1
        operand = .call(name: function, pending.removeLast().arguments)
      } else {
        let close = try expect(.closeParenthesis, "\")\"")
        try closeGroup(from: innermost.open, to: close)
        pending.removeLast()
      }
    }
    return operand
  }

  private func checkDepth(_ depth: Int) throws(ExpressionError) {
    guard depth <= ExpressionLimits.functionDepth else {
      throw source.error(
        "The expression has too many nested functions; nesting levels: \(depth)", at: position,
        expected: "at most \(ExpressionLimits.functionDepth)")
    }
  }
}
