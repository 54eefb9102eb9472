import Testing

@testable import DynamoDB

@Suite("The text of a condition becomes its tree")
struct ConditionGrammarTests {
  private let names = ["#s": "status", "#odd": "a.b c"]
  private let values: [String: AttributeValue] = [
    ":a": "alpha", ":b": "beta", ":one": 1, ":two": 2, ":type": "SS",
  ]

  private func parse(_ text: String) throws -> Condition {
    try Condition(parsing: text, names: names, values: values)
  }

  @Test(
    "every comparator compares",
    arguments: zip(["=", "<>", "<", "<=", ">", ">="], Condition.Comparator.allCases))
  func comparators(sign: String, comparator: Condition.Comparator) throws {
    let expected = Condition.compare(.path("a"), comparator, .value(1))
    #expect(try parse("a \(sign) :one") == expected)
    #expect(try parse("a\(sign):one") == expected)
  }

  @Test("an operand may be a path, a value or a size, on either side")
  func operands() throws {
    #expect(try parse("a = b") == .compare(.path("a"), .equal, .path("b")))
    #expect(try parse(":a = :b") == .compare(.value("alpha"), .equal, .value("beta")))
    #expect(try parse(":a < a") == .compare(.value("alpha"), .less, .path("a")))
    #expect(try parse("size(a) > :one") == .compare(.size("a"), .greater, .value(1)))
    #expect(try parse("a >= size ( b )") == .compare(.path("a"), .greaterOrEqual, .size("b")))
  }

  // ScyllaDB pull request 14593: DynamoDB takes a value as size's operand, which its guide does not say.
  // ExtendDB issue 60: size counts a string's UTF-16 units, seen on DynamoDB.
  @Test("the size of a value is known when the text is read")
  func sizeOfValue() throws {
    let condition = try Condition(parsing: "a = size(:text)", values: [":text": "é𝄞"])
    #expect(condition == .compare(.path("a"), .equal, .value(3)))
  }

  @Test("a path steps into maps and lists, by name and placeholder")
  func paths() throws {
    let path = DocumentPath("a", .key("b"), .index(0), .index(12), .key("status"), .key("a.b c"))
    #expect(try parse("attribute_exists(a.b[0][12].#s.#odd)") == .attributeExists(path))
    #expect(try parse("attribute_exists( a . b [ 0 ] [12] . #s . #odd )") == .attributeExists(path))
    #expect(try parse("#s = :a") == .compare(.path("status"), .equal, .value("alpha")))
  }

  @Test("each function becomes its condition")
  func functions() throws {
    #expect(try parse("attribute_exists(a)") == .attributeExists("a"))
    #expect(try parse("attribute_not_exists(a)") == .attributeNotExists("a"))
    #expect(try parse("attribute_type(a, :type)") == .attributeType("a", .value("SS")))
    #expect(try parse("begins_with(a, :a)") == .beginsWith(.path("a"), .value("alpha")))
    #expect(try parse("begins_with(:a, a)") == .beginsWith(.value("alpha"), .path("a")))
    #expect(try parse("contains(a, :one)") == .contains(.path("a"), .value(1)))
    #expect(try parse("contains(a, size(b))") == .contains(.path("a"), .size("b")))
  }

  @Test("BETWEEN takes two bounds and IN a list")
  func betweenAndIn() throws {
    #expect(try parse("a BETWEEN :one AND :two") == .between(.path("a"), .value(1), .value(2)))
    #expect(try parse("size(a) between b and :two") == .between(.size("a"), .path("b"), .value(2)))
    #expect(try parse("a IN (:one)") == .isIn(.path("a"), [.value(1)]))
    #expect(try parse("a in(b, :two , size(c))") == .isIn(.path("a"), [.path("b"), .value(2), .size("c")]))
  }

  @Test("NOT binds closer than AND, and AND closer than OR")
  func precedence() throws {
    let (a, b, c): (Condition, Condition, Condition) = (
      .attributeExists("a"), .attributeExists("b"), .attributeExists("c")
    )
    func text(_ form: String) throws -> Condition {
      try parse(
        form.replacing("A", with: "attribute_exists(a)").replacing("B", with: "attribute_exists(b)")
          .replacing("C", with: "attribute_exists(c)"))
    }
    #expect(try text("A or B and C") == .or(a, .and(b, c)))
    #expect(try text("A and B or C") == .or(.and(a, b), c))
    #expect(try text("not A and B") == .and(.not(a), b))
    #expect(try text("not A or not B and not C") == .or(.not(a), .and(.not(b), .not(c))))
    #expect(try text("not not A") == .not(.not(a)))
    #expect(try text("not (A and B)") == .not(.and(a, b)))
    #expect(try text("(A or B) and C") == .and(.or(a, b), c))
    #expect(try text("A and B and C") == .and(.and(a, b), c))
    #expect(try text("A or B or C") == .or(.or(a, b), c))
    #expect(try text("A and (B and C)") == .and(a, .and(b, c)))
    #expect(try text("(A)") == a)
    #expect(try text("not (A)") == .not(a))
    #expect(try text("((A) and (B)) or (C)") == .or(.and(a, b), c))
  }

  @Test("the AND of BETWEEN is not the AND between conditions")
  func betweenAnd() throws {
    let between = Condition.between(.path("a"), .value(1), .value(2))
    #expect(try parse("a BETWEEN :one AND :two AND attribute_exists(b)") == .and(between, .attributeExists("b")))
    #expect(try parse("NOT a BETWEEN :one AND :two") == .not(between))
  }

  @Test("an operand may stand in parentheses, wherever a condition's could begin")
  func parenthesizedOperands() throws {
    let equal = Condition.compare(.path("a"), .equal, .value(1))
    #expect(try parse("(a) = :one") == equal)
    #expect(try parse("a = (:one)") == equal)
    #expect(try parse("((a) = :one)") == equal)
    #expect(try parse("NOT ((size(a)) > (:one))") == .not(.compare(.size("a"), .greater, .value(1))))
    #expect(try parse("(a) BETWEEN (:one) AND (:two)") == .between(.path("a"), .value(1), .value(2)))
    #expect(try parse("(a) in ((b), (:two))") == .isIn(.path("a"), [.path("b"), .value(2)]))
    #expect(try parse("begins_with((a), (:a))") == .beginsWith(.path("a"), .value("alpha")))
  }

  @Test("keywords are read in any letter case, and blanks mean nothing")
  func keywords() throws {
    let negated = Condition.not(.compare(.path("a"), .equal, .value(1)))
    let expected = Condition.or(
      .and(negated, .compare(.path("b"), .equal, .value(2))), .isIn(.path("c"), [.value(1)]))
    #expect(try parse("nOt a=:one aNd b=:two oR c iN(:one)") == expected)
    #expect(try parse("\n NOT\ta = :one\r\nAND b = :two OR c IN (:one) ") == expected)
  }
}
