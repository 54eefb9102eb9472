/// An expression's text, cut into tokens, and the errors that point into it.
struct ExpressionSource {
  let kind: ExpressionKind
  let tokens: [ExpressionToken]
  private let bytes: [UInt8]

  init(_ text: String, as kind: ExpressionKind, limits: ExpressionLimits) throws(ExpressionError) {
    self.kind = kind
    let size = text.utf8.count
    guard size > 0 else { throw ExpressionError(kind: kind, problem: "The expression can not be empty;") }
    guard size <= limits.bytes else {
      throw ExpressionError(
        kind: kind,
        problem: "Expression size has exceeded the maximum allowed size; expression size: \(size)",
        expected: "at most \(limits.bytes) bytes")
    }
    bytes = Array(text.utf8)
    tokens = ExpressionLexer.tokens(of: bytes)
  }

  /// The text of the token at `index`; empty at the end.
  func text(at index: Int) -> String { text(in: tokens[index].range) }

  private func text(in range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The error `Invalid …Expression: problem`, at a token.
  func error(_ problem: String, at index: Int, expected: String? = nil) -> ExpressionError {
    ExpressionError(
      kind: kind, problem: problem, offset: tokens[index].range.lowerBound, found: text(at: index), expected: expected)
  }

  /// A syntax error at a token. DynamoDB shows the token with its neighbours.
  func syntaxError(at index: Int, expected: String) -> ExpressionError {
    let isEnd = tokens[index].kind == .end
    let start = tokens[max(index - 1, 0)].range.lowerBound
    let end = tokens[min(index + 1, tokens.count - 1)].range.upperBound
    let token = isEnd ? "<EOF>" : text(at: index)
    return error(
      "Syntax error; token: \"\(token)\", near: \"\(text(in: start..<end))\"", at: index, expected: expected)
  }
}

extension ExpressionError {
  init(
    kind: ExpressionKind, problem: String, offset: Int? = nil, found: String? = nil, expected: String? = nil
  ) {
    self.init(
      kind: kind, message: "Invalid \(kind.rawValue): \(problem)", offset: offset, found: found, expected: expected)
  }
}
