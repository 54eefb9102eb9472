import Testing

@testable import DynamoDB

@Suite("A bad update or projection is refused in DynamoDB's words")
struct UpdateErrorTests {
  private static let values: [String: AttributeValue] = [
    ":s": "text", ":n": 1, ":b": .binary([1, 2]), ":bool": true, ":null": .null, ":l": .list([]), ":m": .map([:]),
    ":ss": .stringSet(["x"]), ":ns": .numberSet([1]), ":bs": .binarySet([[1]]), ":hi": "z",
  ]
  private static let names = ["#a": "a", "#b": "b", "#c": "c", "#d": "d"]

  // ScyllaDB's test_update_expression.py and dynalite's test/updateItem.js; the wording of "section": dynalite
  // db/updateParser.pegjs.
  @Test(
    "an update",
    arguments: [
      Refusal("SET _123 = :n", "Syntax error; token: \"_\", near: \"SET _123\""),
      Refusal("SET", "Syntax error; token: \"<EOF>\", near: \"SET\""),
      Refusal("SET a = :n,", "Syntax error; token: \"<EOF>\", near: \",\""),
      Refusal("SET a = :n + :n + :n", "Syntax error; token: \"+\", near: \":n + :n\""),
      Refusal("SET a = ((b))", "The expression has redundant parentheses;"),
      Refusal("REMOVE a = :n", "Syntax error; token: \"=\", near: \"a = :n\""),
      Refusal("ADD a b", "Syntax error; token: \"b\", near: \"a b\""),
      Refusal("a = :n", "Syntax error; token: \"a\", near: \"a =\""),
      Refusal("SET abORT = :n", "Attribute name is a reserved keyword; reserved keyword: abORT"),
      Refusal("SET a = whatever(:n)", "Invalid function name; function: whatever"),
      Refusal("SET a = size(b)", "The function is not allowed in an update expression; function: size"),
      Refusal("SET a = :n SET b = :n", "The \"SET\" section can only be used once in an update expression;"),
      Refusal("remove a add b :n remove c", "The \"REMOVE\" section can only be used once in an update expression;"),
      Refusal(
        "SET #zz = :n", "An expression attribute name used in the document path is not defined; attribute name: #zz"),
      Refusal(
        "SET #a = if_not_exists(:c)",
        "An expression attribute value used in expression is not defined; attribute value: :c"),
      Refusal(
        "SET a = if_not_exists(b)",
        "Incorrect number of operands for operator or function; operator or function: if_not_exists, "
          + "number of operands: 1"),
      Refusal(
        "SET a = if_not_exists(:s, :n)",
        "Operator or function requires a document path; operator or function: if_not_exists"),
      Refusal(
        "SET a = list_append(b, :s)",
        "Incorrect operand type for operator or function; operator or function: list_append, operand type: S"),
      Refusal(
        "SET a = b + :s", "Incorrect operand type for operator or function; operator or function: +, operand type: S"),
      Refusal(
        "SET a = :ns - b", "Incorrect operand type for operator or function; operator or function: -, operand type: NS"),
    ])
  func update(refusal: Refusal) {
    let error = expressionError { () throws(ExpressionError) in
      try Update(parsing: refusal.text, names: Self.names, values: Self.values)
    }
    #expect(error?.message == "Invalid UpdateExpression: " + refusal.problem)
  }

  // Dynalite test/updateItem.js and test/getItem.js, "overlapping paths" and "conflicting paths".
  @Test(
    "two paths of an update that touch the same place",
    arguments: [
      ("set d[1] = a, d.b = a, c[1].a = a, #c = a", "overlap", "[c, [1], a]", "[c]"),
      ("set #c[3].#d = a, #c[3] = a", "overlap", "[c, [3], d]", "[c, [3]]"),
      ("set a = b remove a", "overlap", "[a]", "[a]"), ("remove c, #c.a", "overlap", "[c]", "[c, a]"),
      ("add a :n delete #a.b :ss", "overlap", "[a]", "[a, b]"),
      ("remove d.b, d[1]", "conflict", "[d, b]", "[d, [1]]"),
    ])
  func overlaps(text: String, verb: String, one: String, two: String) {
    let error = expressionError { () throws(ExpressionError) in
      try Update(parsing: text, names: Self.names, values: Self.values)
    }
    #expect(error?.message == "Invalid UpdateExpression: " + clash(verb, one, two))
  }

  @Test(
    "two paths of a projection that touch the same place",
    arguments: [
      ("b[1], b.a, #a.b, a", "overlap", "[a, b]", "[a]"), ("a, #a[1]", "overlap", "[a]", "[a, [1]]"),
      ("a.b, #a[1], #b", "conflict", "[a, b]", "[a, [1]]"),
      ("a.b[1], #a[1], #b", "conflict", "[a, b, [1]]", "[a, [1]]"),
      ("a[3].b, #a.#b.b", "conflict", "[a, [3], b]", "[a, b, b]"),
      ("a.b, a[1], c.d, c[0]", "conflict", "[a, b]", "[a, [1]]"),
    ])
  func projectionOverlaps(text: String, verb: String, one: String, two: String) {
    let error = expressionError { () throws(ExpressionError) in try Projection(parsing: text, names: Self.names) }
    #expect(error?.message == "Invalid ProjectionExpression: " + clash(verb, one, two))
  }

  private func clash(_ verb: String, _ one: String, _ two: String) -> String {
    "Two document paths \(verb) with each other; must remove or rewrite one of these paths; "
      + "path one: \(one), path two: \(two)"
  }

  @Test("paths side by side, and one attribute read while another is set, are right")
  func sideBySide() {
    #expect(throws: Never.self) {
      _ = try Update(parsing: "SET a.b = c, a.c = c REMOVE a.d[0], a.d[1]")
      _ = try Projection(parsing: "a.b, a.c, a.d[0].e, a.d[0].f")
    }
  }

  // Wording: dynamoid's tests against DynamoDB ("operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND").
  @Test(
    "ADD and DELETE with a value of a wrong type",
    arguments: [
      ("ADD a :s", "ADD", "STRING"), ("ADD a :b", "ADD", "BINARY"), ("ADD a :bool", "ADD", "BOOLEAN"),
      ("ADD a :null", "ADD", "NULL"), ("ADD a :l", "ADD", "LIST"), ("ADD a :m", "ADD", "MAP"),
      ("DELETE a :n", "DELETE", "NUMBER"), ("DELETE a :s", "DELETE", "STRING"),
    ])
  func changes(text: String, operation: String, type: String) {
    let error = expressionError { () throws(ExpressionError) in try Update(parsing: text, values: Self.values) }
    #expect(
      error?.message
        == "Invalid UpdateExpression: Incorrect operand type for operator or function; operator: \(operation), "
        + "operand type: \(type), typeSet: ALLOWED_FOR_\(operation)_OPERAND")
  }

  // Dynalite test/getItem.js.
  @Test(
    "a projection",
    arguments: [
      Refusal("a.abORt", "Attribute name is a reserved keyword; reserved keyword: abORt"),
      Refusal("#a,ABSoLUTE", "Attribute name is a reserved keyword; reserved keyword: ABSoLUTE"),
      Refusal(
        "a,b,a,#z", "An expression attribute name used in the document path is not defined; attribute name: #z"),
      Refusal("a b", "Syntax error; token: \"b\", near: \"a b\""),
      Refusal("l[a]", "Syntax error; token: \"a\", near: \"[a]\""),
      Refusal("a,", "Syntax error; token: \"<EOF>\", near: \",\""),
      Refusal("a, :n", "Syntax error; token: \":n\", near: \", :n\""),
    ])
  func projection(refusal: Refusal) {
    let error = expressionError { () throws(ExpressionError) in try Projection(parsing: refusal.text, names: Self.names)
    }
    #expect(error?.message == "Invalid ProjectionExpression: " + refusal.problem)
  }
}
