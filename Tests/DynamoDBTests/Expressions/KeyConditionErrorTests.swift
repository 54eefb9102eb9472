import Testing

@testable import DynamoDB

@Suite("A bad key condition is refused in DynamoDB's words")
struct KeyConditionErrorTests {
  private func message(_ text: String, partitionKey: String? = nil) -> String? {
    expressionError { () throws(ExpressionError) in
      try KeyCondition(
        parsing: text, values: [":a": "1", ":b": "2", ":n": 1], partitionKey: partitionKey)
    }?.message
  }

  // Dynalite test/query.js, whose expectations were seen on DynamoDB.
  @Test(
    "an operator that no key takes",
    arguments: [
      ("a > b and size(b) > c or a > c", "OR"), ("a in (b, size(c), d)", "IN"),
      ("attribute_exists(a)", "attribute_exists"),
      ("attribute_not_exists(a)", "attribute_not_exists"), ("contains(a.d, b)", "contains"), ("not a > b", "NOT"),
      ("a <> b", "<>"),
    ])
  func operators(text: String, operation: String) {
    #expect(message(text) == "Invalid operator used in KeyConditionExpression: \(operation)")
  }

  @Test(
    "operands that are not one key and its values",
    arguments: [
      Refusal(
        ":a between size(b) and size(a) and b > :b",
        "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand"
      ),
      Refusal(
        "begins_with(:a, b) and a > :b",
        "Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand"
      ),
      Refusal("size(b) > a AND a.b > b AND b > c", "KeyConditionExpressions cannot contain nested operations"),
      Refusal("a > size(b.d)", "KeyConditionExpressions cannot contain nested operations"),
      Refusal("a between size(b) and size(a)", "KeyConditionExpressions cannot contain nested operations"),
      Refusal("b > a.b", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"),
      Refusal(
        "b between c[1] and d",
        "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"),
      Refusal(
        "a between b and size(a)",
        "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"),
      Refusal(
        "begins_with(a, b)",
        "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"),
      Refusal("b.d > a AND c.d > e.f", "KeyConditionExpressions cannot have conditions on nested attributes"),
      Refusal("b[0] > a", "KeyConditionExpressions cannot have conditions on nested attributes"),
      Refusal(":b > :a AND a < :b", "Invalid condition in KeyConditionExpression: No key attribute specified"),
      Refusal(
        "b > :a AND b < :a and c = :a and d = :a", "KeyConditionExpressions must only contain one condition per key"),
      Refusal(
        "(a > :a and b > :a) and (b > :a and c > :a)",
        "KeyConditionExpressions must only contain one condition per key"),
      Refusal("a = :a AND b = :a AND c = :a", "Conditions can be of length 1 or 2 only"),
    ])
  func operands(refusal: Refusal) {
    #expect(message(refusal.text) == refusal.problem)
  }

  // Moto's parsing/key_condition_expression.py, and ScyllaDB's test_key_condition_expression.py.
  @Test("a partition key is compared with =, and must be there")
  func partition() {
    #expect(message("a < :a") == "Query key condition not supported")
    #expect(message("a = :a AND b < :a", partitionKey: "b") == "Query key condition not supported")
    #expect(message("a = :a", partitionKey: "b") == "Query condition missed key schema element: b")
  }

  // Dynalite test/query.js: what any condition is refused for comes first, and is named as the rest is not.
  @Test("what no condition may hold is refused before the shape is looked at")
  func asAnyCondition() {
    let prefix = "Invalid KeyConditionExpression: "
    #expect(message("a > 4") == prefix + "Syntax error; token: \"4\", near: \"> 4\"")
    #expect(message("status = :a") == prefix + "Attribute name is a reserved keyword; reserved keyword: status")
    #expect(
      message("a = :a AND begins_with(b, :n)") == prefix
        + "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N")
    #expect(
      message("a between :b and :a") == prefix
        + "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
        + "lower bound operand: AttributeValue: {S:2}, upper bound operand: AttributeValue: {S:1}")
  }
}
