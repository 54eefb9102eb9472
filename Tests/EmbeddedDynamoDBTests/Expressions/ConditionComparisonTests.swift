import DynamoDB
import EmbeddedDynamoDB
import Testing

/// Source of the rules: *Amazon DynamoDB Developer Guide*, "Condition and filter expressions, operators, and
/// functions"; where that is silent, ScyllaDB's `test_condition_expression.py`, which passes against AWS.
@Suite("Comparisons")
struct ConditionComparisonTests {
  /// Three values of each type that has an order, ascending, and one of each of the others.
  private static let samples: [[AttributeValue]] = [
    ["a", "b", "ba"],
    [-1, 0, 20],
    [.binary([]), .binary([0x7F]), .binary([0x80, 0])],
    [true],
    [.null],
    [.list(["a", 1])],
    [.map(["a": 1])],
    [.stringSet(["a", "b"])],
    [.numberSet([1, 2])],
    [.binarySet([[1], [2]])],
  ]

  private static func answer(
    _ left: AttributeValue, _ comparator: Condition.Comparator, _ right: AttributeValue
  ) throws -> Bool {
    try Condition.compare(.path("l"), comparator, .path("r")).isSatisfied(by: ["l": left, "r": right])
  }

  @Test("Every comparator answers as documented for every pair of types", arguments: Condition.Comparator.allCases)
  func pairsOfTypes(comparator: Condition.Comparator) throws {
    for (leftType, lefts) in Self.samples.enumerated() {
      for (rightType, rights) in Self.samples.enumerated() {
        for (leftRank, left) in lefts.enumerated() {
          for (rightRank, right) in rights.enumerated() {
            let sameType = leftType == rightType
            let ordered = sameType && lefts.count > 1
            let expected =
              switch comparator {
              case .equal: sameType && leftRank == rightRank
              case .notEqual: !(sameType && leftRank == rightRank)
              case .less: ordered && leftRank < rightRank
              case .lessOrEqual: ordered && leftRank <= rightRank
              case .greater: ordered && leftRank > rightRank
              case .greaterOrEqual: ordered && leftRank >= rightRank
              }
            #expect(
              try Self.answer(left, comparator, right) == expected, "\(left) \(comparator.rawValue) \(right)")
          }
        }
      }
    }
  }

  @Test("A missing attribute is unequal to everything, to another missing one too, and has no order")
  func missing() throws {
    for comparator in Condition.Comparator.allCases {
      for right in [Condition.Operand.value(1), .path("other")] {
        let expected = comparator == .notEqual
        #expect(try Condition.compare(.path("q"), comparator, right).isSatisfied(by: [:]) == expected)
        #expect(try Condition.compare(right, comparator, .path("q")).isSatisfied(by: nil) == expected)
      }
    }
    #expect(try !Condition.between(.path("q"), .path("z"), .path("x")).isSatisfied(by: [:]))
    #expect(try !Condition.isIn(.path("q"), [.path("z"), .value(1)]).isSatisfied(by: [:]))
  }

  @Test("Strings compare by their UTF-8 bytes, not as people read them")
  func stringOrder() throws {
    #expect(try Self.answer("Z", .less, "a"))
    #expect(try Self.answer("z", .less, "é"))
    // U+FFFD is before U+1D11E in UTF-8, after it in UTF-16.
    #expect(try Self.answer("\u{FFFD}", .less, "𝄞"))
    #expect(try Self.answer("é", .notEqual, "e\u{301}"))
    #expect(try Self.answer("e\u{301}", .less, "é"))
  }

  @Test("Numbers compare by value, however they were written")
  func numbers() throws {
    #expect(try Self.answer(.number(Number(parsing: "1.0")), .equal, 1))
    #expect(try Self.answer(.number(Number(parsing: "9")), .less, 10))
    let small = AttributeValue.number(try Number(parsing: "0.10000000000000000000000000000000000001"))
    #expect(try Self.answer(.number(Number(parsing: "0.1")), .less, small))
  }

  @Test("Lists and maps are equal all the way down, and sets whatever the order of their elements")
  func deepEquality() throws {
    let nested = AttributeValue.list([.map(["k": .list([1, "x", .null])]), .numberSet([3, 1, 2])])
    let same = AttributeValue.list([.map(["k": .list([1, "x", .null])]), .numberSet([2, 3, 1])])
    let other = AttributeValue.list([.map(["k": .list([1, "x", false])]), .numberSet([1, 2, 3])])
    #expect(try Self.answer(nested, .equal, same))
    #expect(try Self.answer(nested, .notEqual, other))
    #expect(try Self.answer(.list([1, 2]), .notEqual, .list([2, 1])))
    #expect(try Self.answer(.stringSet(["1"]), .notEqual, .numberSet([1])))
  }

  @Test("BETWEEN includes both ends and takes attributes for all three operands")
  func between() throws {
    let item: Item = ["n": 5, "low": 5, "high": 9, "s": "m"]
    #expect(try DocumentPath("n").isBetween(5, 5).isSatisfied(by: item))
    #expect(try DocumentPath("n").isBetween(4, 6).isSatisfied(by: item))
    #expect(try !DocumentPath("n").isBetween(6, 9).isSatisfied(by: item))
    #expect(try !DocumentPath("s").isBetween(1, 9).isSatisfied(by: item))
    #expect(try Condition.between(.path("n"), .path("low"), .path("high")).isSatisfied(by: item))
    #expect(try Condition.between(.value(7), .path("low"), .path("high")).isSatisfied(by: item))
    // A reversed range out of the item is only false.
    #expect(try !Condition.between(.path("n"), .path("high"), .path("low")).isSatisfied(by: item))
  }

  @Test("IN takes candidates of any type, and of several types at once")
  func isIn() throws {
    for sample in Self.samples.flatMap(\.self) {
      #expect(try DocumentPath("v").isIn([sample]).isSatisfied(by: ["v": sample]))
      #expect(try DocumentPath("v").isIn(["no", 99, sample]).isSatisfied(by: ["v": sample]))
      #expect(try !DocumentPath("v").isIn(["no", 99]).isSatisfied(by: ["v": sample]))
      #expect(try Condition.isIn(.path("v"), [.path("w")]).isSatisfied(by: ["v": sample, "w": sample]))
    }
  }

  @Test("A constant without order is the expression's fault; the same value in the item is only false")
  func constantsWithoutOrder() throws {
    let item: Item = ["n": 1, "l": .list([1])]
    for comparator in [Condition.Comparator.less, .lessOrEqual, .greater, .greaterOrEqual] {
      for operands in [
        (Condition.Operand.path("n"), Condition.Operand.value(.list([1, 2]))),
        (.value(.list([1, 2])), .path("n")), (.path("missing"), .value(.list([]))), (.path("l"), .value(.list([]))),
      ] {
        #expect(throws: EvaluationError.incorrectOperand(operator: comparator.rawValue, type: .list)) {
          try Condition.compare(operands.0, comparator, operands.1).isSatisfied(by: item)
        }
      }
      #expect(try !Condition.compare(.path("l"), comparator, .value(1)).isSatisfied(by: item))
      #expect(try !Condition.compare(.path("l"), comparator, .path("l")).isSatisfied(by: item))
    }
    #expect(throws: EvaluationError.incorrectOperand(operator: "BETWEEN", type: .bool)) {
      try DocumentPath("n").isBetween(true, 2).isSatisfied(by: item)
    }
  }

  @Test("A path is followed through maps and lists, and nowhere else")
  func paths() throws {
    let item: Item = ["m": .map(["l": .list([1, .map(["k": "deep"])])]), "s": "text", "a.b": 7]
    let found: [(DocumentPath, AttributeValue)] = [
      (DocumentPath("m", .key("l"), .index(0)), 1),
      (DocumentPath("m", .key("l"), .index(1), .key("k")), "deep"),
      ("a.b", 7),
    ]
    for (path, value) in found { #expect(try (path == value).isSatisfied(by: item), "\(path)") }
    let missing = [
      DocumentPath("m", .key("x")), DocumentPath("m", .index(0)), DocumentPath("m", .key("l"), .key("k")),
      DocumentPath("m", .key("l"), .index(2)), DocumentPath("m", .key("l"), .index(-1)),
      DocumentPath("s", .key("x")), DocumentPath("s", .index(0)), DocumentPath("a", .key("b")),
    ]
    for path in missing {
      #expect(try path.doesNotExist.isSatisfied(by: item), "\(path)")
      #expect(try !path.exists.isSatisfied(by: item), "\(path)")
    }
  }
}
