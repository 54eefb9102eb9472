import DynamoDB

/// Items, conditions and updates from a seed (SplitMix64), small enough that paths often meet something.
struct ExpressionGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  mutating func several<Element>(upTo limit: Int, _ make: (inout Self) -> Element) -> [Element] {
    (0..<below(limit + 1)).map { _ in make(&self) }
  }

  // MARK: - Values

  mutating func name() -> String { pick(["a", "b", "c", "d"]) }

  mutating func text() -> String { pick(["", "a", "ab", "b", "é", "e\u{301}", "𝄞", "zz"]) }

  mutating func bytes() -> [UInt8] { several(upTo: 3) { UInt8($0.pick([0, 1, 127, 128, 255])) } }

  mutating func number() -> Number { Number(Int64(below(7) - 3)) }

  /// A value that can be compared with `<`.
  mutating func ordered() -> AttributeValue {
    switch below(3) {
    case 0: .string(text())
    case 1: .number(number())
    default: .binary(bytes())
    }
  }

  mutating func value(depth: Int = 2) -> AttributeValue {
    switch below(depth > 0 ? 10 : 8) {
    case 0: .bool(below(2) == 0)
    case 1: .null
    case 2: .stringSet(ValueSet(several(upTo: 3) { $0.text() } + ["x"]))
    case 3: .numberSet(ValueSet(several(upTo: 3) { $0.number() } + [0]))
    case 4: .binarySet(ValueSet(several(upTo: 2) { $0.bytes() } + [[7]]))
    case 8: .list(several(upTo: 4) { $0.value(depth: depth - 1) })
    case 9: .map(entries(depth: depth - 1))
    default: ordered()
    }
  }

  mutating func entries(depth: Int) -> [String: AttributeValue] {
    Dictionary(several(upTo: 4) { ($0.name(), $0.value(depth: depth)) }) { first, _ in first }
  }

  mutating func item() -> Item { entries(depth: 3) }

  /// A path that mostly leads somewhere in `item`, and sometimes just past it.
  mutating func path(in item: Item) -> DocumentPath {
    var path = DocumentPath(below(4) > 0 ? item.keys.sorted().first ?? name() : name())
    var value = item[path.attribute]
    while below(3) > 0 {
      switch value {
      case .map(let entries):
        let key = below(4) > 0 ? entries.keys.sorted().last ?? name() : name()
        path.steps.append(.key(key))
        value = entries[key]
      case .list(let elements):
        let index = below(elements.count + 2)
        path.steps.append(.index(index))
        value = elements.indices.contains(index) ? elements[index] : nil
      default:
        return path
      }
    }
    return path
  }

  // MARK: - Conditions

  /// An operand whose constants can be compared with `<`.
  mutating func operand(on item: Item) -> Condition.Operand {
    switch below(5) {
    case 0: .size(path(in: item))
    case 1, 2: .value(ordered())
    default: .path(path(in: item))
    }
  }

  mutating func condition(on item: Item, depth: Int = 3) -> Condition {
    switch below(depth > 0 ? 11 : 7) {
    case 0: .attributeExists(path(in: item))
    case 1: .attributeNotExists(path(in: item))
    case 2: .attributeType(path(in: item), .value(.string(pick(AttributeValue.TypeTag.allCases).rawValue)))
    case 3: .between(operand(on: item), operand(on: item), operand(on: item))
    case 4: .isIn(operand(on: item), several(upTo: 3) { $0.operand(on: item) })
    case 5: .contains(.path(path(in: item)), .value(value(depth: 1)))
    case 7, 8: .and(condition(on: item, depth: depth - 1), condition(on: item, depth: depth - 1))
    case 9: .or(condition(on: item, depth: depth - 1), condition(on: item, depth: depth - 1))
    case 10: .not(condition(on: item, depth: depth - 1))
    default: .compare(operand(on: item), pick(Condition.Comparator.allCases), operand(on: item))
    }
  }
}
