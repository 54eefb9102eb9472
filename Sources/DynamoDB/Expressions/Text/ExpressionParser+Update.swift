extension ExpressionParser {
  /// The clauses of an update expression, in the order of the text.
  mutating func update() throws(ExpressionError) -> [UpdateSection] {
    let clauses = "SET, REMOVE, ADD or DELETE"
    var sections = [try section(expected: clauses)]
    while next != .end { sections.append(try section(expected: "\",\", \(clauses), or the end")) }
    return sections
  }

  private mutating func section(expected: String) throws(ExpressionError) -> UpdateSection {
    let keyword = position
    switch next {
    case .set:
      advance()
      let actions = try list { parser throws(ExpressionError) in
        let path = try parser.path()
        try parser.expect(.comparator(.equal), "\"=\"")
        return UpdateAction(path: path, value: try parser.assignedValue())
      }
      return UpdateSection(keyword: keyword, actions: actions)
    case .remove:
      advance()
      let actions = try list { parser throws(ExpressionError) in UpdateAction(path: try parser.path(), value: nil) }
      return UpdateSection(keyword: keyword, actions: actions)
    case .add, .delete:
      advance()
      let actions = try list { parser throws(ExpressionError) in
        let path = try parser.path()
        return UpdateAction(path: path, value: .operand(.value(try parser.expect(.value, "a :value"))))
      }
      return UpdateSection(keyword: keyword, actions: actions)
    default:
      throw unexpected(expected)
    }
  }

  /// An operand, or the sum or difference of two, in parentheses or not.
  private mutating func assignedValue() throws(ExpressionError) -> UpdateAction.Value {
    guard next == .openParenthesis else { return try sum(from: try operand()) }
    let open = advance()
    let inner = try sum(from: try operand())
    let close = try expect(.closeParenthesis, "\")\"")
    try closeGroup(from: open, to: close)
    guard case .operand(let operand) = inner else { return inner }
    return try sum(from: operand)
  }

  private mutating func sum(from left: OperandSyntax) throws(ExpressionError) -> UpdateAction.Value {
    guard next == .plus || next == .minus else { return .operand(left) }
    try countOperator()
    let sign = advance()
    return .sum(left, sign: sign, try operand())
  }
}
