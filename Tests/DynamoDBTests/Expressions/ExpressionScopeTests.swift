import Testing

@testable import DynamoDB

@Suite("The placeholders of a request are checked, and each must be used")
struct ExpressionScopeTests {
  private func invalid(
    names: [String: String]? = nil, values: [String: AttributeValue]? = nil,
    given: [ExpressionKind] = [.condition], taken: [ExpressionKind] = [.condition]
  ) -> String? {
    let scope = ExpressionScope(names: names, values: values)
    return expressionError { () throws(ExpressionError) in try scope.validate(given: given, taken: taken) }?.message
  }

  // Dynalite db/index.js, validateExpressionParams.
  @Test("placeholders without an expression are refused")
  func withoutExpression() {
    #expect(
      invalid(names: ["#a": "a"], given: []) == "ExpressionAttributeNames can only be specified when using expressions")
    #expect(
      invalid(values: [":a": 1], given: [])
        == "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null")
    #expect(
      invalid(values: [":a": 1], given: [.projection], taken: [.filter, .keyCondition, .projection])
        == "ExpressionAttributeValues can only be specified when using expressions: "
        + "FilterExpression and KeyConditionExpression are null")
    #expect(invalid(values: [":a": 1], given: [.projection], taken: [.projection]) == nil)
    #expect(invalid(given: []) == nil)
  }

  // Dynalite test/scan.js; the length: ExtendDB's probes of DynamoDB.
  @Test("an empty map and a malformed placeholder are refused")
  func malformed() {
    #expect(invalid(names: [:]) == "ExpressionAttributeNames must not be empty")
    #expect(invalid(values: [:]) == "ExpressionAttributeValues must not be empty")
    for key in ["a", "", "#", "##", "#a-b", "#é", ":a", "#a\u{301}"] {
      #expect(
        invalid(names: [key: "x"]) == "ExpressionAttributeNames contains invalid key: Syntax error; key: \"\(key)\"")
    }
    for key in ["a", "", ":", "#a", ":a b"] {
      #expect(
        invalid(values: [key: 1]) == "ExpressionAttributeValues contains invalid key: Syntax error; key: \"\(key)\"")
    }
    #expect(invalid(names: ["#_1a": "x"], values: [":0": 1]) == nil)
    #expect(
      invalid(names: ["#a": ""])
        == "ExpressionAttributeNames contains invalid value: Empty attribute name for key #a")
    #expect(invalid(names: ["#" + String(repeating: "a", count: 254): "x"]) == nil)
    #expect(
      invalid(names: ["#" + String(repeating: "a", count: 255): "x"])
        == "ExpressionAttributeNames contains invalid key: The expression attribute map contains a key that is too "
        + "long; size of key: 256")
  }

  // Dynalite db/index.js; moto responses.py.
  @Test("a placeholder that no expression uses is refused after the last one")
  func unused() throws {
    var scope = ExpressionScope(names: ["#a": "a", "#b": "b", "#c": "c"], values: [":a": 1, ":b": 2])
    _ = try Condition(parsing: "#a = :a", as: .condition, in: &scope)
    let names = expressionError { () throws(ExpressionError) in try scope.requireAllUsed() }
    #expect(names?.message == "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b, #c}")
    _ = try Update(parsing: "SET #b.#c = if_not_exists(#c, :a)", in: &scope)
    let values = expressionError { () throws(ExpressionError) in try scope.requireAllUsed() }
    #expect(values?.message == "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}")
    _ = try Projection(parsing: "#a", in: &scope)
    _ = try KeyCondition(parsing: "#a = :b", in: &scope)
    #expect(throws: Never.self) { try scope.requireAllUsed() }
  }

  // AWS Developer Guide, "Reserved words in DynamoDB".
  @Test("there are 573 reserved words, and letter case does not matter")
  func reservedWords() {
    #expect(ReservedWords.all.count == 573)
    // The renderer rests on it: a name with anything else in it is not looked up.
    #expect(ReservedWords.all.allSatisfy { $0.utf8.allSatisfy { (0x41...0x5A).contains($0) } })
    for word in ["ABORT", "abort", "Status", "zone", "size", "ttl", "name"] { #expect(ReservedWords.contain(word)) }
    for word in ["pk", "sk", "remove", "statu", "statuss", "", "ABORT ABSOLUTE"] {
      #expect(!ReservedWords.contain(word))
    }
  }
}
