import DynamoDB
import EmbeddedDynamoDB
import Testing

/// Source of the rules: *Amazon DynamoDB Developer Guide*, "Condition and filter expressions, operators, and
/// functions"; where that is silent, ScyllaDB's `test_condition_expression.py`, which passes against AWS.
@Suite("Functions of conditions")
struct ConditionFunctionTests {
  private static let item: Item = [
    "s": "banana", "n": 5, "b": .binary([1, 2, 3, 2, 3, 4]), "t": true, "z": .null,
    "l": .list(["x", 3, .numberSet([1, 2]), .list([3, 4])]), "m": .map(["x": 2, "y": .map(["m": 3])]),
    "ss": .stringSet(["red", "green"]), "ns": .numberSet([2, 4, 7]), "bs": .binarySet([[1], [2, 3]]),
    "e": "",
  ]

  @Test("attribute_exists and attribute_not_exists are opposites, and an absent item has no attributes")
  func existence() throws {
    #expect(try DocumentPath("z").exists.isSatisfied(by: Self.item))
    #expect(try !DocumentPath("z").doesNotExist.isSatisfied(by: Self.item))
    #expect(try DocumentPath("q").doesNotExist.isSatisfied(by: Self.item))
    #expect(try DocumentPath("s").doesNotExist.isSatisfied(by: nil))
    #expect(try !DocumentPath("s").exists.isSatisfied(by: nil))
  }

  @Test("attribute_type knows every type by its tag", arguments: AttributeValue.TypeTag.allCases)
  func attributeType(tag: AttributeValue.TypeTag) throws {
    for (name, value) in Self.item {
      #expect(try DocumentPath(name).hasType(tag).isSatisfied(by: Self.item) == (value.typeTag == tag), "\(name)")
    }
    #expect(try !DocumentPath("q").hasType(tag).isSatisfied(by: Self.item))
  }

  @Test("attribute_type refuses a name that is no type, whatever the item holds", arguments: ["s", "q"])
  func unknownType(path: String) {
    #expect(throws: EvaluationError.unknownType("DOG")) {
      try Condition.attributeType(DocumentPath(path), .value("DOG")).isSatisfied(by: Self.item)
    }
    #expect(throws: EvaluationError.incorrectOperand(operator: "attribute_type", type: .number)) {
      try Condition.attributeType(DocumentPath(path), .value(1)).isSatisfied(by: Self.item)
    }
  }

  @Test(
    "begins_with takes strings and binary",
    arguments: [
      ("s", "ban", true), ("s", "", true), ("s", "banana", true), ("s", "bananas", false), ("s", "an", false),
      ("b", .binary([1, 2]), true), ("b", .binary([]), true), ("b", .binary([2]), false),
      ("s", .binary([0x62]), false), ("b", "a", false), ("n", "5", false), ("ss", "red", false), ("q", "a", false),
    ] as [(String, AttributeValue, Bool)])
  func beginsWith(path: String, prefix: AttributeValue, expected: Bool) throws {
    #expect(try DocumentPath(path).begins(with: prefix).isSatisfied(by: Self.item) == expected)
  }

  @Test("begins_with refuses a constant of another type, and takes two attributes or a constant first")
  func beginsWithOperands() throws {
    for path in ["s", "n", "q"] {
      #expect(throws: EvaluationError.incorrectOperand(operator: "begins_with", type: .number)) {
        try DocumentPath(path).begins(with: 2).isSatisfied(by: Self.item)
      }
    }
    #expect(try Condition.beginsWith(.value("bananas"), .path("s")).isSatisfied(by: Self.item))
    #expect(try Condition.beginsWith(.path("s"), .path("e")).isSatisfied(by: Self.item))
    #expect(try !Condition.beginsWith(.path("n"), .path("s")).isSatisfied(by: Self.item))
  }

  @Test("begins_with compares bytes: a base letter does not begin the same letter with an accent")
  func beginsWithBytes() throws {
    #expect(try DocumentPath("s").begins(with: "e").isSatisfied(by: ["s": "e\u{301}"]))
    #expect(try !DocumentPath("s").begins(with: "e").isSatisfied(by: ["s": "é"]))
  }

  @Test(
    "contains finds a part of a string or binary, an element of a set or list",
    arguments: [
      ("s", "nan", true), ("s", "banana", true), ("s", "", true), ("s", "nab", false), ("s", "bananas", false),
      ("s", 5, false), ("b", .binary([2, 3, 4]), true), ("b", .binary([3, 3]), false), ("b", "a", false),
      ("ss", "red", true), ("ss", "re", false), ("ss", 1, false), ("ns", 4, true), ("ns", 5, false),
      ("ns", "4", false), ("bs", .binary([2, 3]), true), ("bs", .binary([2]), false),
      ("l", "x", true), ("l", 3, true), ("l", .numberSet([2, 1]), true), ("l", .list([3, 4]), true),
      ("l", .list([3]), false), ("l", 1, false), ("m", "x", false), ("n", 5, false), ("t", true, false),
      ("z", .null, false), ("q", "x", false),
    ] as [(String, AttributeValue, Bool)])
  func contains(path: String, part: AttributeValue, expected: Bool) throws {
    #expect(try DocumentPath(path).contains(part).isSatisfied(by: Self.item) == expected)
    #expect(
      try Condition.contains(.path(DocumentPath(path)), .path("part"))
        .isSatisfied(by: Self.item.merging(["part": part]) { first, _ in first }) == expected)
  }

  @Test(
    "size counts UTF-16 units, bytes, elements or entries",
    arguments: [
      ("s", 6), ("e", 0), ("b", 6), ("l", 4), ("m", 2), ("ss", 2), ("ns", 3), ("bs", 2),
    ] as [(DocumentPath, AttributeValue)])
  func size(path: DocumentPath, expected: AttributeValue) throws {
    #expect(try Condition.compare(.size(path), .equal, .value(expected)).isSatisfied(by: Self.item))
    #expect(try Condition.compare(.value(expected), .equal, .size(path)).isSatisfied(by: Self.item))
    #expect(try Condition.compare(.size(path), .greaterOrEqual, .value(expected)).isSatisfied(by: Self.item))
    #expect(try !Condition.compare(.size(path), .less, .value(expected)).isSatisfied(by: Self.item))
    #expect(try !Condition.compare(.size(path), .equal, .value("6")).isSatisfied(by: Self.item))
  }

  // Measured against AWS: ExtendDB, issue 60 and pull request 67.
  @Test("size counts a string's UTF-16 units, not its bytes or characters")
  func sizeOfText() throws {
    #expect(try Condition.compare(.size("s"), .equal, .value(3)).isSatisfied(by: ["s": "é𝄞"]))
    #expect(try Condition.compare(.size("s"), .equal, .value(2)).isSatisfied(by: ["s": "e\u{301}"]))
  }

  @Test("size of a number, a boolean, null or nothing is like a missing attribute", arguments: ["n", "t", "z", "q"])
  func sizeless(path: DocumentPath) throws {
    for comparator in Condition.Comparator.allCases {
      #expect(
        try Condition.compare(.size(path), comparator, .value(1)).isSatisfied(by: Self.item)
          == (comparator == .notEqual))
    }
  }

  @Test("size stands wherever an operand may")
  func sizeAsOperand() throws {
    #expect(try Condition.between(.size("s"), .value(1), .value(6)).isSatisfied(by: Self.item))
    #expect(try Condition.between(.path("n"), .size("ns"), .size("s")).isSatisfied(by: Self.item))
    #expect(try Condition.isIn(.size("s"), [.size("l"), .size("b")]).isSatisfied(by: Self.item))
    #expect(try Condition.compare(.size("s"), .greater, .path("n")).isSatisfied(by: Self.item))
    #expect(try Condition.contains(.path("ns"), .size("l")).isSatisfied(by: Self.item))
  }
}
