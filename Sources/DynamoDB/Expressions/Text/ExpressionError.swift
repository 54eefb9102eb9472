/// Why the text of an expression, or the placeholders that came with it, cannot be used.
///
/// ``message`` is what DynamoDB itself answers, so that a program that reads it finds the same text here.
/// The rest says what DynamoDB does not: where, what was there, and what would be right.
public struct ExpressionError: Error, Hashable, Sendable {
  /// The expression, or `nil` when the error is in the placeholders.
  public var kind: ExpressionKind?

  /// DynamoDB's wording: `Invalid ConditionExpression: Syntax error; token: "4", near: "> 4"`.
  public var message: String

  /// Where in the text the error is, in UTF-8 bytes; `nil` when it is not at one place.
  public var offset: Int?

  /// The word that stands at ``offset``; empty at the end of the text.
  public var found: String?

  /// What would be right there.
  public var expected: String?

  /// An error of its parts.
  public init(
    kind: ExpressionKind?, message: String, offset: Int? = nil, found: String? = nil, expected: String? = nil
  ) {
    self.kind = kind
    self.message = message
    self.offset = offset
    self.found = found
    self.expected = expected
  }
}

extension ExpressionError: CustomStringConvertible {
  /// The message, then what was found where, and what was expected.
  public var description: String {
    var details: [String] = []
    if let offset {
      let place = found.map { $0.isEmpty ? "the end" : "\"\($0)\"" } ?? "the error"
      details.append("\(place) is at byte \(offset)")
    }
    if let expected { details.append("expected \(expected)") }
    return details.isEmpty ? message : "\(message) (\(details.joined(separator: "; ")))"
  }
}
