import Testing

@testable import DynamoDB

// AWS Developer Guide, "Constraints in Amazon DynamoDB", "Expression parameters".
@Suite("DynamoDB's limits on expressions hold, to the last byte and operator")
struct ExpressionLimitTests {
  private func message(_ text: String, values: [String: AttributeValue] = [:]) -> String? {
    expressionError { () throws(ExpressionError) in try Condition(parsing: text, values: values) }?.message
  }

  // Wording: aws-sdk answers quoted in public code ("expression size: 5872"); dynoxide issue 146: 4096 bytes are
  // taken on every expression, 4097 are not, counted on the text as sent.
  @Test("a text may have 4096 bytes and no more")
  func size() {
    let text = "attribute_exists(a)"
    #expect(message(text + String(repeating: " ", count: 4096 - text.utf8.count)) == nil)
    #expect(
      message(text + String(repeating: " ", count: 4097 - text.utf8.count))
        == "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097")
  }

  // Dynalite db/index.js.
  @Test("an empty text is refused, for each kind")
  func empty() {
    var scope = ExpressionScope(names: nil, values: nil)
    func message<Result>(_ body: () throws(ExpressionError) -> Result) -> String? { expressionError(body)?.message }
    let problem = "The expression can not be empty;"
    for kind in [ExpressionKind.condition, .filter] {
      #expect(
        message { () throws(ExpressionError) in try Condition(parsing: "", as: kind, in: &scope) }
          == "Invalid \(kind.rawValue): \(problem)")
    }
    #expect(
      message { () throws(ExpressionError) in try Update(parsing: "") } == "Invalid UpdateExpression: \(problem)")
    #expect(
      message { () throws(ExpressionError) in try Projection(parsing: "") }
        == "Invalid ProjectionExpression: \(problem)")
    #expect(
      message { () throws(ExpressionError) in try KeyCondition(parsing: "") }
        == "Invalid KeyConditionExpression: \(problem)")
  }

  // Wording: aws-sdk-js issue 3721. What counts: ScyllaDB test/alternator/test_limits.py, run against DynamoDB:
  // "<" and "or" count, parentheses do not; 299 are taken, 301 are not.
  @Test("a text may have 300 operators and functions")
  func operators() {
    func nested(_ depth: Int) -> String {
      "a<b " + String(repeating: "or (a<b ", count: depth) + String(repeating: ")", count: depth)
    }
    let problem = "Invalid ConditionExpression: The expression contains too many operators; operator count: 301"
    #expect(message(nested(149)) == nil)
    #expect(message(nested(150)) == problem)
    #expect(message(String(repeating: "NOT ", count: 299) + "a<b") == nil)
    #expect(message(String(repeating: "NOT ", count: 300) + "a<b") == problem)
  }

  // AWS Developer Guide, "Comparison operator and function reference": "IN ... up to 100 values". Wording:
  // ExtendDB's probes of DynamoDB ("number of operands: 101"); IN counts as one operator.
  @Test("IN takes 100 operands and no more")
  func inOperands() {
    func list(_ count: Int) -> String {
      "a IN (" + (0..<count).map { "b\($0)" }.joined(separator: ", ") + ")"
    }
    #expect(message(list(100)) == nil)
    #expect(message((1...4).map { _ in list(100) }.joined(separator: " OR ")) == nil)
    #expect(
      message(list(101))
        == "Invalid ConditionExpression: The IN operator is provided with too many operands; number of operands: 101")
  }

  // AWS Developer Guide, "Constraints in Amazon DynamoDB": a path is at most 32 levels deep.
  @Test("a path takes 32 elements and no more")
  func pathElements() {
    func path(_ count: Int) -> String { "attribute_exists(a" + String(repeating: ".a", count: count - 1) + ")" }
    #expect(message(path(32)) == nil)
    #expect(
      message(path(33))
        == "Invalid ConditionExpression: The document path has too many nesting levels; nesting levels: 33")
  }

  // Wording: the DynamoDB DAX client for JavaScript and public emulators' captures.
  @Test("a list index is at most 2147483647")
  func listIndex() {
    #expect(message("attribute_exists(a[2147483647])") == nil)
    for index in ["2147483648", "999999999999999999999999"] {
      #expect(
        message("attribute_exists(a[\(index)])")
          == "Invalid ConditionExpression: List index is not within the allowable range; index: [\(index)]")
    }
  }

  @Test("functions nest 50 deep and no more, with a clear error")
  func functionDepth() throws {
    func nested(_ depth: Int) -> String {
      "SET a = " + String(repeating: "list_append(b, ", count: depth) + "b" + String(repeating: ")", count: depth)
    }
    _ = try Update(parsing: nested(50))
    // Sixty-three calls, but only six of them within each other.
    let bushy = (0..<6).reduce("b") { tree, _ in "list_append(\(tree), \(tree))" }
    _ = try Update(parsing: "SET a = \(bushy)")
    let error = expressionError { () throws(ExpressionError) in try Update(parsing: nested(51)) }
    #expect(
      error?.message
        == "Invalid UpdateExpression: The expression has too many nested functions; nesting levels: 51")
  }

  @Test("with the limits relaxed a text may be long")
  func relaxed() throws {
    let text = (0..<500).map { "attribute_number_\($0) = :one" }.joined(separator: " OR ")
    var scope = ExpressionScope(names: nil, values: [":one": 1])
    let condition = try Condition(parsing: text, as: .filter, in: &scope, limits: .relaxed)
    #expect(condition.rendered.text.utf8.count > 4096)
  }
}
