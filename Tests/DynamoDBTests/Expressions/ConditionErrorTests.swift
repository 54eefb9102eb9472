import Testing

@testable import DynamoDB

@Suite("A bad condition is refused in DynamoDB's words")
struct ConditionErrorTests {
  private static let values: [String: AttributeValue] = [
    ":s": "text", ":n": 1, ":b": .binary([1, 2]), ":bool": true, ":null": .null, ":l": .list([]), ":m": .map([:]),
    ":ss": .stringSet(["x"]), ":ns": .numberSet([1]), ":bs": .binarySet([[1]]), ":c": "c", ":d": "d", ":two": 2,
  ]

  private func refusal(_ text: String, as kind: ExpressionKind = .condition) -> ExpressionError? {
    var scope = ExpressionScope(names: ["#a": "a"], values: Self.values)
    return expressionError { () throws(ExpressionError) in try Condition(parsing: text, as: kind, in: &scope) }
  }

  // Token and neighbours as in ScyllaDB's test_update_expression.py (`token: "_", near: "SET _123"`), and as
  // answers of DynamoDB quoted in public issues show them: `token: "<EOF>", near: "foo"`,
  // `token: ")", near: "()"`.
  @Test(
    "a syntax error shows the token and its neighbours",
    arguments: [
      Refusal("foo", "Syntax error; token: \"<EOF>\", near: \"foo\""),
      Refusal("attribute_not_exists(", "Syntax error; token: \"<EOF>\", near: \"(\""),
      Refusal("attribute_type()", "Syntax error; token: \")\", near: \"()\""),
      Refusal("a > 4", "Syntax error; token: \"4\", near: \"> 4\""),
      Refusal("a = _b", "Syntax error; token: \"_\", near: \"= _b\""),
      Refusal("things are not gonna be ok", "Syntax error; token: \"are\", near: \"things are not\""),
      Refusal("a = :s )", "Syntax error; token: \")\", near: \":s )\""),
      Refusal("(a = :s", "Syntax error; token: \"<EOF>\", near: \":s\""),
      Refusal("a = :s AND", "Syntax error; token: \"<EOF>\", near: \"AND\""),
      Refusal("a == :s", "Syntax error; token: \"=\", near: \"== :s\""),
      Refusal("a != :s", "Syntax error; token: \"!\", near: \"a !=\""),
      Refusal("ü > a", "Syntax error; token: \"ü\", near: \"ü >\""),
      Refusal("a[:n] > b", "Syntax error; token: \":n\", near: \"[:n]\""),
      Refusal("a[00] > b", "Syntax error; token: \"0\", near: \"00]\""),
    ])
  func syntaxErrors(expected: Refusal) {
    #expect(refusal(expected.text)?.message == "Invalid ConditionExpression: " + expected.problem)
  }

  // Dynalite test/scan.js, "syntax errors": each of these was refused by DynamoDB.
  @Test(
    "text outside the grammar is a syntax error",
    arguments: [
      "attribute_exists(Pictures-RearView)", "attribute_exists(\"Pictures.RearView\")",
      "attribute_exists(Pictures..RearView)", "attribute_exists(Pi#ctures.RearView)", "attribute_exists(asdf[a])",
      "a in b, c", "a > between", "a in b", "a in (b,c,)", "(a)between(b.(c.d))and(c)", "(a)between(b.c.d)and((c)",
      "#$.b > a", "a > :things.stuff", "b[:a] > a", "b[#_] > a", "(a)between(b.c[4.5].#d)and(:a)", "size(a).b > a",
      "(size(a)).b > a", "size(a)[0] > a", "(size(a))[0] > a", "set = :s", "a = :s remove", "not", "()", "a between b",
    ])
  func outsideTheGrammar(text: String) {
    #expect(refusal(text, as: .filter)?.message.hasPrefix("Invalid FilterExpression: Syntax error; token: ") == true)
  }

  // Dynalite test/scan.js, "redundant parentheses".
  @Test(
    "a second pair of parentheses round one thing is refused",
    arguments: [
      "a=b and a > ((views))", "(a)between(((b.c)).d)and(c)", "a > whatever((:things), ((a)))",
      "a=b AND ((a=c AND a=d)) AND a=e", "a=b OR ((a=c OR (a=d OR a=e)))", "((a = :s))", "((a)) = :s",
      "((size(a))) > :n",
    ])
  func redundantParentheses(text: String) {
    #expect(refusal(text)?.message == "Invalid ConditionExpression: The expression has redundant parentheses;")
  }

  // Dynalite test/scan.js: "invalid function names", "functions used incorrectly", "reserved keywords",
  // "missing attribute names", "missing attribute values".
  @Test(
    "a word that does not belong there is named",
    arguments: [
      Refusal("a=b and whatever((:things)) > a", "Invalid function name; function: whatever"),
      Refusal("attRIbute_exIsts((views), #a)", "Invalid function name; function: attRIbute_exIsts"),
      Refusal(
        "if_not_exists(a, :n) = :n", "The function is not allowed in a condition expression; function: if_not_exists"),
      Refusal(
        "a=b and attribute_exists((views), (#a)) > b",
        "The function is not allowed to be used this way in an expression; function: attribute_exists"),
      Refusal(
        "size(contains(a, b)) > a",
        "The function is not allowed to be used this way in an expression; function: contains"),
      Refusal("size(things)", "The function is not allowed to be used this way in an expression; function: size"),
      Refusal(
        "a in (b, attribute_exists(things))",
        "The function is not allowed to be used this way in an expression; function: attribute_exists"),
      Refusal("attribute_exists(views, #a)", "Attribute name is a reserved keyword; reserved keyword: views"),
      Refusal(":a < abOrT", "Attribute name is a reserved keyword; reserved keyword: abOrT"),
      Refusal("a.Status = :n", "Attribute name is a reserved keyword; reserved keyword: Status"),
      Refusal(
        "attribute_exists(#Pictures.RearView, :a)",
        "An expression attribute name used in the document path is not defined; attribute name: #Pictures"),
      Refusal(
        "begins_with(Pictures.#RearView)",
        "An expression attribute name used in the document path is not defined; attribute name: #RearView"),
      Refusal(
        "begins_with(:hello, #a, #b)",
        "An expression attribute value used in expression is not defined; attribute value: :hello"),
      Refusal(":_ > a", "An expression attribute value used in expression is not defined; attribute value: :_"),
    ])
  func words(expected: Refusal) {
    #expect(refusal(expected.text)?.message == "Invalid ConditionExpression: " + expected.problem)
  }

  // Dynalite test/scan.js, "functions with incorrect operands".
  @Test(
    "a function called with too few or too many operands is refused",
    arguments: [
      ("attribute_exists(things, a) and a=b", "attribute_exists", 2),
      ("attribute_not_exists(a, b)", "attribute_not_exists", 2),
      ("attribute_type(things)", "attribute_type", 1), ("begins_with(things)", "begins_with", 1),
      ("begins_with(things, size(a), b)", "begins_with", 3), ("contains(things)", "contains", 1),
      ("size(things, a) > b", "size", 2),
    ])
  func operandCounts(text: String, function: String, count: Int) {
    #expect(
      refusal(text)?.message
        == "Invalid ConditionExpression: Incorrect number of operands for operator or function; "
        + "operator or function: \(function), number of operands: \(count)")
  }

  // Dynalite test/scan.js, "functions with incorrect operand type"; comparators and BETWEEN: AWS Developer Guide,
  // "Condition and filter expressions", with the wording of the same error.
  @Test(
    "an operand of a wrong type is refused when the text tells the type",
    arguments: [
      ("attribute_type(a, size(a)) and a=b", "attribute_type", "N"), ("attribute_type(a, :n)", "attribute_type", "N"),
      ("attribute_type(a, :ss)", "attribute_type", "SS"), ("begins_with(a, size(a))", "begins_with", "N"),
      ("begins_with(a, :null)", "begins_with", "NULL"), ("begins_with(:bs, a)", "begins_with", "BS"),
      ("size(size(a)) > :n", "size", "N"), ("attribute_not_exists(size(:n))", "size", "N"),
      ("size(:bool) > a", "size", "BOOL"), ("size(:null) > a", "size", "NULL"), ("a < :bool", "<", "BOOL"),
      (":l >= a", ">=", "L"), ("a > :ns", ">", "NS"), ("a <= :m", "<=", "M"), ("a BETWEEN :ss AND b", "BETWEEN", "SS"),
    ])
  func operandTypes(text: String, operation: String, type: String) {
    #expect(
      refusal(text)?.message
        == "Invalid ConditionExpression: Incorrect operand type for operator or function; "
        + "operator or function: \(operation), operand type: \(type)")
  }

  // Dynalite test/scan.js: "functions with attr values instead of paths", "attribute_type with incorrect value",
  // "non-distinct expressions"; test/query.js: the bounds of BETWEEN.
  @Test(
    "operands that cannot make sense are refused",
    arguments: [
      Refusal(
        "attribute_exists(:s) and a=b",
        "Operator or function requires a document path; operator or function: attribute_exists"),
      Refusal(
        "attribute_not_exists(size(:s))",
        "Operator or function requires a document path; operator or function: attribute_not_exists"),
      Refusal(
        "attribute_type(a, :s)",
        "Invalid attribute type name found; type: text, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"),
      Refusal("a = a", distinct("=", "[a]")), Refusal("#a <> a", distinct("<>", "[a]")),
      Refusal("((a=a) OR (a=a))", distinct("=", "[a]")),
      Refusal("contains(ab.bc[1].a, ab.bc[1].#a)", distinct("contains", "[ab, bc, [1], a]")),
      Refusal("begins_with(ab.bc[1].a, ab.bc[1].#a)", distinct("begins_with", "[ab, bc, [1], a]")),
      Refusal(
        "a between :n and :s",
        "The BETWEEN operator requires same data type for lower and upper bounds; "
          + "lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:text}"),
      Refusal(
        "a between :d and :c",
        "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
          + "lower bound operand: AttributeValue: {S:d}, upper bound operand: AttributeValue: {S:c}"),
      Refusal(
        "a between :two and :n",
        "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
          + "lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}"),
    ])
  func operands(expected: Refusal) {
    #expect(refusal(expected.text)?.message == "Invalid ConditionExpression: " + expected.problem)
  }

  private static func distinct(_ operation: String, _ path: String) -> String {
    "The first operand must be distinct from the remaining operands for this operator or function; "
      + "operator: \(operation), first operand: \(path)"
  }

  @Test("equal bounds, and one value on both sides, are right")
  func acceptable() {
    #expect(refusal("a BETWEEN :n AND :n") == nil)
    #expect(refusal(":s = :s") == nil)
    #expect(refusal("a IN (:bool, :null, :l)") == nil)
  }

  @Test("the error says where, what was found and what would be right")
  func position() throws {
    let error = try #require(refusal("a = :s AND ü"))
    #expect(error.kind == .condition)
    #expect(error.offset == 11)
    #expect(error.found == "ü")
    #expect(
      error.description == "Invalid ConditionExpression: Syntax error; token: \"ü\", near: \"AND ü\" "
        + "(\"ü\" is at byte 11; expected an attribute, a :value or a function)")
    #expect(refusal("a =")?.description.contains("the end is at byte 3") == true)
  }
}
