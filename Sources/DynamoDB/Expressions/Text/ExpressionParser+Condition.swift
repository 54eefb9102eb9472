extension ExpressionParser {
  /// A whole condition, filter or key condition, in postfix order.
  ///
  /// Comparators, `BETWEEN`, `IN` and functions bind closest, then `NOT`, `AND`, `OR`; equal ones from the left.
  mutating func condition() throws(ExpressionError) -> [ConditionStep] {
    var stack = ConditionStack()
    repeat {
      try openings(onto: &stack)
      stack.output.append(.test(try test(in: &stack)))
    } while try joins(onto: &stack)
    return stack.output
  }

  private mutating func openings(onto stack: inout ConditionStack) throws(ExpressionError) {
    while true {
      if next == .not {
        try countOperator()
        stack.pending.append(.not(at: advance()))
      } else if next == .openParenthesis {
        stack.pending.append(.group(at: advance()))
      } else {
        return
      }
    }
  }

  private mutating func test(in stack: inout ConditionStack) throws(ExpressionError) -> ConditionTest {
    var start = position
    let left = try operand()
    // Only now is it known whether an open parenthesis began this operand or a condition.
    while next == .closeParenthesis, case .group(at: start - 1)? = stack.pending.last {
      start -= 1
      stack.pending.removeLast()
      try closeGroup(from: start, to: advance())
    }
    switch next {
    case .comparator(let comparator):
      try countOperator()
      let token = advance()
      return ConditionTest(operation: .compare(comparator), operands: [left, try operand()], token: token)
    case .between:
      try countOperator()
      let token = advance()
      let lower = try operand()
      try expect(.and, "AND and the upper bound")
      return ConditionTest(operation: .between, operands: [left, lower, try operand()], token: token)
    case .isIn:
      try countOperator()
      let token = advance()
      try expect(.openParenthesis, "\"(\" and a list of operands")
      let candidates = try list { parser throws(ExpressionError) in try parser.operand() }
      try expect(.closeParenthesis, "\",\" or \")\"")
      return ConditionTest(operation: .isIn, operands: [left] + candidates, token: token)
    default:
      guard case .call(let name, _) = left else { throw unexpected("a comparator, BETWEEN or IN") }
      return ConditionTest(operation: .function, operands: [left], token: name)
    }
  }

  /// Reads what follows a condition, and whether another one must come.
  private mutating func joins(onto stack: inout ConditionStack) throws(ExpressionError) -> Bool {
    while true {
      switch next {
      case .and, .or:
        try countOperator()
        stack.push(next == .and ? .and : .or(at: position))
        advance()
        return true
      case .closeParenthesis:
        guard let open = stack.closeGroup() else { throw unexpected("AND, OR or the end") }
        try closeGroup(from: open, to: advance())
      case .end:
        guard stack.closeGroup() == nil else { throw unexpected("\")\"") }
        return false
      default:
        throw unexpected("AND, OR or the end")
      }
    }
  }
}

/// The operators that wait for what stands to their right, and the postfix order of those that do not.
private struct ConditionStack {
  enum Pending {
    case or(at: Int)
    case and
    case not(at: Int)
    case group(at: Int)

    /// How closely the operator binds; a group holds back everything outside of it.
    var precedence: Int {
      switch self {
      case .group: 0
      case .or: 1
      case .and: 2
      case .not: 3
      }
    }
  }

  var output: [ConditionStep] = []
  var pending: [Pending] = []

  /// Adds an operator between two conditions, after those that bind at least as closely.
  mutating func push(_ joined: Pending) {
    settle(downTo: joined.precedence)
    pending.append(joined)
  }

  /// Ends the innermost group and gives its opening token; `nil` when there is none, and then all is settled.
  mutating func closeGroup() -> Int? {
    settle(downTo: 1)
    guard case .group(let open)? = pending.popLast() else { return nil }
    return open
  }

  private mutating func settle(downTo precedence: Int) {
    while let last = pending.last, last.precedence >= precedence {
      pending.removeLast()
      switch last {
      case .or(let token): output.append(.or(at: token))
      case .and: output.append(.and)
      case .not(let token): output.append(.not(at: token))
      case .group: return
      }
    }
  }
}
