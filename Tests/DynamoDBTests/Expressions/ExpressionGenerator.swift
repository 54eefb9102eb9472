@testable import DynamoDB

/// Makes trees that DynamoDB takes, the same ones for the same seed.
struct ExpressionGenerator {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private static let names = [
    "a", "b", "pk", "lease_token", "Alpha_1", "contains", "begins_with", "status", "SIZE", "and", "Or", "between",
    "remove",
    "set", "a.b", "a b", "1st", "_x", "#n0", ":v0", "é", "e\u{301}", "日本", "a[0]", "\"", "(",
  ]

  private static let values: [AttributeValue] = [
    "", "text", "é", "e\u{301}", 0, 1, -7, .binary([]), .binary([0, 255]), true, false, .null, .list([]),
    .list([1, "x", .null]), .map([:]), .map(["k": .list([true])]), .stringSet(["x", "y"]), .numberSet([1, 2]),
    .binarySet([[1]]),
  ]

  mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  mutating func chance(_ percent: Int) -> Bool { number(below: 100) < percent }

  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[number(below: choices.count)] }

  mutating func name() -> String { pick(Self.names) }

  mutating func value() -> AttributeValue { pick(Self.values) }

  private mutating func value(_ types: Set<AttributeValue.TypeTag>) -> AttributeValue {
    pick(Self.values.filter { types.contains($0.typeTag) })
  }

  mutating func path(in attribute: String? = nil) -> DocumentPath {
    let attribute = attribute ?? name()
    let steps = (0..<pick([0, 0, 0, 1, 2, 4])).map { _ in
      chance(50) ? DocumentPath.Step.key(name()) : .index(pick([0, 1, 17, 2_147_483_647]))
    }
    return DocumentPath(attribute, steps: steps)
  }

  private mutating func path(otherThan other: DocumentPath?) -> DocumentPath {
    while true {
      let path = path()
      if path != other { return path }
    }
  }
}

// MARK: - Conditions

extension ExpressionGenerator {
  /// A condition of `tests` tests joined at random, so chains, right-leaning trees and mixtures all occur.
  mutating func condition(tests: Int) -> Condition {
    if chance(15) { return .not(condition(tests: tests)) }
    guard tests > 1 else { return test() }
    let left = chance(50) ? 1 + number(below: tests - 1) : pick([1, tests - 1])
    let (first, second) = (condition(tests: left), condition(tests: tests - left))
    return chance(50) ? .and(first, second) : .or(first, second)
  }

  private mutating func test() -> Condition {
    switch number(below: 8) {
    case 0: return .attributeExists(path())
    case 1: return .attributeNotExists(path())
    case 2: return .attributeType(path(), .value(.string(pick(AttributeValue.TypeTag.allCases).rawValue)))
    case 3:
      let first = textOperand(otherThan: nil)
      return .beginsWith(first, textOperand(otherThan: first.path))
    case 4:
      let first = operand(otherThan: nil)
      return .contains(first, operand(otherThan: first.path))
    case 5:
      let first = operand(otherThan: nil)
      return .isIn(first, (0...number(below: 5)).map { _ in operand(otherThan: first.path) })
    case 6:
      let first = orderedOperand(otherThan: nil)
      if chance(50) {
        let (lower, upper) = bounds()
        return .between(first, .value(lower), .value(upper))
      }
      return .between(first, orderedOperand(otherThan: first.path), .path(path(otherThan: first.path)))
    default:
      let comparator = pick(Condition.Comparator.allCases)
      let isOrder = comparator != .equal && comparator != .notEqual
      let first = isOrder ? orderedOperand(otherThan: nil) : operand(otherThan: nil)
      let second = isOrder ? orderedOperand(otherThan: first.path) : operand(otherThan: first.path)
      return .compare(first, comparator, second)
    }
  }

  private mutating func operand(otherThan other: DocumentPath?) -> Condition.Operand {
    chance(20) ? .size(path()) : chance(50) ? .value(value()) : .path(path(otherThan: other))
  }

  private mutating func orderedOperand(otherThan other: DocumentPath?) -> Condition.Operand {
    chance(20) ? .size(path()) : chance(50) ? .value(value(.ordered)) : .path(path(otherThan: other))
  }

  private mutating func textOperand(otherThan other: DocumentPath?) -> Condition.Operand {
    chance(50) ? .value(value([.string, .binary])) : .path(path(otherThan: other))
  }

  private mutating func bounds() -> (AttributeValue, AttributeValue) {
    chance(50) ? (-7, pick([-7, 0, 1])) : ("", pick(["", "text", "é"]))
  }
}

extension Condition.Operand {
  fileprivate var path: DocumentPath? {
    if case .path(let path) = self { path } else { nil }
  }
}

// MARK: - The other kinds

extension ExpressionGenerator {
  mutating func update() -> Update {
    var update = Update()
    for attribute in attributes() {
      let path = path(in: attribute)
      switch number(below: 4) {
      case 0: update = update.remove(path)
      case 1: update = update.add(path, value([.number, .stringSet, .numberSet, .binarySet]))
      case 2: update = update.delete(path, value([.stringSet, .numberSet, .binarySet]))
      default: update = update.set(path, to: assigned())
      }
    }
    return update
  }

  mutating func projection() -> Projection {
    Projection(attributes().map { path(in: $0) })
  }

  mutating func keyCondition() -> KeyCondition {
    let attributes = attributes() + ["first", "second"]
    guard chance(80) else { return KeyCondition(partition: attributes[0], equals: value(.ordered)) }
    let (lower, upper) = bounds()
    let range = pick([
      KeyCondition.SortRange.equal(value()), .less(lower), .lessOrEqual(lower), .greater(lower), .greaterOrEqual(lower),
      .between(lower, upper), .beginsWith(value([.string, .binary])),
    ])
    return KeyCondition(partition: attributes[0], equals: value(.ordered), sort: attributes[1], range)
  }

  /// Different attributes, at least one: paths in them cannot overlap.
  private mutating func attributes() -> [String] {
    var seen: Set<String> = []
    return (0...number(below: 8)).map { _ in name() }.filter { seen.insert($0).inserted }
  }

  private mutating func assigned() -> Update.Value {
    switch number(below: 4) {
    case 0: .plus(summand(), summand())
    case 1: .minus(summand(), summand())
    default: .operand(updateOperand(depth: 3))
    }
  }

  private mutating func summand() -> Update.Operand {
    chance(30) ? .value(value([.number])) : chance(50) ? .path(path()) : .ifNotExists(path(), .value(value([.number])))
  }

  private mutating func updateOperand(depth: Int) -> Update.Operand {
    switch depth > 0 ? number(below: 4) : number(below: 2) {
    case 0: .path(path())
    case 1: .value(value())
    case 2: .ifNotExists(path(), updateOperand(depth: depth - 1))
    default: .listAppend(list(depth: depth - 1), list(depth: depth - 1))
    }
  }

  private mutating func list(depth: Int) -> Update.Operand {
    chance(40) ? .value(value([.list])) : chance(50) ? .path(path()) : .ifNotExists(path(), updateOperand(depth: depth))
  }
}
