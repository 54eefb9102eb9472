/// How much text one expression may be.
///
/// Parsing takes time and memory in proportion to the text under any limits, and its use of the stack does
/// not grow with it.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Constraints in Amazon DynamoDB", "Expression parameters".
package struct ExpressionLimits: Hashable, Sendable {
  /// The longest text, in UTF-8 bytes.
  package var bytes: Int

  /// The most operators and functions: comparators, `BETWEEN`, `IN`, `AND`, `OR`, `NOT`, `+`, `-` and calls.
  package var operators: Int

  package init(bytes: Int, operators: Int) {
    self.bytes = bytes
    self.operators = operators
  }

  package static let dynamoDB = ExpressionLimits(bytes: 4096, operators: 300)

  /// Text of any length. The operators stay bounded because they are what makes a tree deep, and a tree is
  /// compared, hashed and freed recursively.
  package static let relaxed = ExpressionLimits(bytes: .max, operators: 1000)

  /// The most operands of one `IN`.
  static let inOperands = 100

  /// The most elements of a document path.
  static let pathElements = 32

  /// The greatest index into a list.
  static let listIndex = Int(Int32.max)

  /// The deepest that functions may be nested in one operand; ours, far beyond any useful expression.
  static let functionDepth = 50
}
