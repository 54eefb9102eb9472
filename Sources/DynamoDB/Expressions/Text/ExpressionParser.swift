/// Reads the syntax of expressions, one token ahead.
///
/// Parentheses and calls are kept on a stack of the parser's own, never on the thread's, so that no text can
/// exhaust the small stack of a concurrent task.
struct ExpressionParser {
  let source: ExpressionSource
  private let limits: ExpressionLimits
  private(set) var position = 0
  private var operatorCount = 0
  private var lastGroup: (open: Int, close: Int)?

  init(_ text: String, as kind: ExpressionKind, limits: ExpressionLimits) throws(ExpressionError) {
    source = try ExpressionSource(text, as: kind, limits: limits)
    self.limits = limits
  }

  var next: ExpressionToken.Kind { source.tokens[position].kind }

  var afterNext: ExpressionToken.Kind { source.tokens[min(position + 1, source.tokens.count - 1)].kind }

  /// Steps over the next token; never over the end.
  @discardableResult
  mutating func advance() -> Int {
    defer { if next != .end { position += 1 } }
    return position
  }

  mutating func accept(_ kind: ExpressionToken.Kind) -> Bool {
    guard next == kind else { return false }
    advance()
    return true
  }

  @discardableResult
  mutating func expect(_ kind: ExpressionToken.Kind, _ expected: String) throws(ExpressionError) -> Int {
    guard next == kind else { throw unexpected(expected) }
    return advance()
  }

  /// The syntax error at the next token.
  func unexpected(_ expected: String) -> ExpressionError {
    source.syntaxError(at: position, expected: expected)
  }

  /// Counts the operator or function at the next token.
  mutating func countOperator() throws(ExpressionError) {
    operatorCount += 1
    guard operatorCount <= limits.operators else {
      throw source.error(
        "The expression contains too many operators; operator count: \(operatorCount)", at: position,
        expected: "at most \(limits.operators)")
    }
  }

  /// Notes a pair of parentheses. DynamoDB takes one pair around anything, and refuses a second one.
  mutating func closeGroup(from open: Int, to close: Int) throws(ExpressionError) {
    if let lastGroup, lastGroup == (open + 1, close - 1) {
      throw source.error("The expression has redundant parentheses;", at: open, expected: "one pair of parentheses")
    }
    lastGroup = (open, close)
  }
}

extension ExpressionParser {
  /// `name`, `#name`, and steps `.name`, `.#name`, `[index]`.
  mutating func path() throws(ExpressionError) -> PathSyntax {
    var path = PathSyntax(elements: [try pathName()])
    while true {
      if accept(.dot) {
        path.elements.append(try pathName())
      } else if accept(.openBracket) {
        path.elements.append(try expect(.integer, "a list index"))
        try expect(.closeBracket, "\"]\"")
      } else {
        return path
      }
    }
  }

  private mutating func pathName() throws(ExpressionError) -> Int {
    guard next == .identifier || next == .name else { throw unexpected("an attribute's name or #placeholder") }
    return advance()
  }

  /// Things separated by commas, at least one.
  mutating func list<Element>(
    of element: (inout ExpressionParser) throws(ExpressionError) -> Element
  ) throws(ExpressionError) -> [Element] {
    var elements = [try element(&self)]
    while accept(.comma) { elements.append(try element(&self)) }
    return elements
  }
}
