import DynamoDB
import EmbeddedDynamoDB
import Testing

@Suite("Laws of conditions")
struct ConditionLawsTests {
  @Test("NOT NOT, De Morgan and the order of AND's terms change nothing", arguments: 0..<20 as Range<UInt64>)
  func logic(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<200 {
      let item = generator.item()
      let (a, b) = (generator.condition(on: item), generator.condition(on: item))
      let (isA, isB) = (try a.isSatisfied(by: item), try b.isSatisfied(by: item))
      #expect(try (!a).isSatisfied(by: item) == !isA, "\(a) \(item)")
      #expect(try (!(!a)).isSatisfied(by: item) == isA, "\(a) \(item)")
      #expect(try (a && b).isSatisfied(by: item) == (isA && isB), "\(a) \(b) \(item)")
      #expect(try (a || b).isSatisfied(by: item) == (isA || isB), "\(a) \(b) \(item)")
      #expect(try (!(a && b)).isSatisfied(by: item) == (!a || !b).isSatisfied(by: item), "\(a) \(b) \(item)")
      #expect(try (!(a || b)).isSatisfied(by: item) == (!a && !b).isSatisfied(by: item), "\(a) \(b) \(item)")
    }
  }

  @Test("BETWEEN is two comparisons, IN is OR of equals, <> is NOT =", arguments: 0..<20 as Range<UInt64>)
  func definitions(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<200 {
      let item = generator.item()
      let (a, b, c) = (generator.operand(on: item), generator.operand(on: item), generator.operand(on: item))
      #expect(
        try Condition.between(a, b, c).isSatisfied(by: item)
          == (.compare(a, .greaterOrEqual, b) && .compare(a, .lessOrEqual, c)).isSatisfied(by: item),
        "\(a) \(b) \(c) \(item)")
      #expect(
        try Condition.isIn(a, [b, c]).isSatisfied(by: item)
          == (.compare(a, .equal, b) || .compare(a, .equal, c)).isSatisfied(by: item), "\(a) \(b) \(c) \(item)")
      #expect(
        try Condition.compare(a, .notEqual, b).isSatisfied(by: item)
          == !Condition.compare(a, .equal, b).isSatisfied(by: item), "\(a) \(b) \(item)")
      #expect(
        try Condition.compare(a, .less, b).isSatisfied(by: item)
          == Condition.compare(b, .greater, a).isSatisfied(by: item), "\(a) \(b) \(item)")
    }
  }

  @Test("Of two ordered values of one type exactly one of <, = and > holds", arguments: 0..<20 as Range<UInt64>)
  func trichotomy(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<200 {
      let (left, right) = (generator.ordered(), generator.ordered())
      let answers = try [Condition.Comparator.less, .equal, .greater].map {
        try Condition.compare(.value(left), $0, .value(right)).isSatisfied(by: nil)
      }
      #expect(answers.count { $0 } == (left.typeTag == right.typeTag ? 1 : 0), "\(left) \(right)")
    }
  }

  @Test("A set or a list contains exactly its own elements", arguments: 0..<20 as Range<UInt64>)
  func elements(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<100 {
      let numbers = generator.several(upTo: 5) { $0.number() }
      let texts = generator.several(upTo: 5) { $0.text() }
      let values = generator.several(upTo: 5) { $0.value() }
      let item: Item = [
        "ns": .numberSet(ValueSet(numbers)), "ss": .stringSet(ValueSet(texts)), "l": .list(values),
      ]
      let (number, text, value) = (generator.number(), generator.text(), generator.value())
      #expect(try DocumentPath("ns").contains(.number(number)).isSatisfied(by: item) == numbers.contains(number))
      #expect(
        try DocumentPath("ss").contains(.string(text)).isSatisfied(by: item)
          == texts.contains { Array($0.utf8) == Array(text.utf8) })
      #expect(try DocumentPath("l").contains(value).isSatisfied(by: item) == values.contains(value))
    }
  }

  @Test("A part is found exactly where trying every position finds it", arguments: 0..<20 as Range<UInt64>)
  func parts(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<300 {
      // Two bytes only, so that patterns overlap themselves.
      let text = generator.several(upTo: 12) { UInt8($0.below(2)) }
      let part = generator.several(upTo: 5) { UInt8($0.below(2)) }
      let expected = (0...text.count).contains { text[$0...].starts(with: part) }
      #expect(
        try DocumentPath("b").contains(.binary(part)).isSatisfied(by: ["b": .binary(text)]) == expected,
        "\(part) in \(text)")
    }
  }

  @Test("A tree hundreds of terms deep is evaluated, whichever way it leans")
  func depth() throws {
    let term = DocumentPath("n") == 1
    let left = (0..<500).reduce(term) { tree, _ in tree && term }
    let right = (0..<500).reduce(term) { tree, _ in term && !(!tree) }
    #expect(try left.isSatisfied(by: ["n": 1]))
    #expect(try right.isSatisfied(by: ["n": 1]))
    #expect(try !right.isSatisfied(by: ["n": 2]))
  }
}
