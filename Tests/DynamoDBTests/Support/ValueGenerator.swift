import DynamoDB

/// Values and items from a seed, odd ones included.
struct ValueGenerator {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  mutating func text() -> String {
    let pieces = [
      "", "a", "pk", "é", "e\u{301}", "𝄞", "\u{0}", "\n", "\"", "\\", "/", "\u{1F}", "\u{2028}", "日付", "#", ":",
    ]
    return (0..<below(5)).map { _ in pieces[below(pieces.count)] }.joined()
  }

  mutating func bytes() -> [UInt8] { (0..<below(9)).map { _ in UInt8(below(256)) } }

  mutating func number() throws -> Number {
    let digits = (0...below(38)).map { _ in String(below(10)) }.joined()
    return try Number(parsing: "\(below(2) == 0 ? "-" : "")\(digits)e\(below(120) - 80)")
  }

  mutating func value(depth: Int = 3) throws -> AttributeValue {
    switch below(depth > 0 ? 10 : 8) {
    case 0: .string(text())
    case 1: .number(try number())
    case 2: .binary(bytes())
    case 3: .bool(below(2) == 0)
    case 4: .null
    case 5: .stringSet(ValueSet((0...below(4)).map { _ in text() }))
    case 6: .numberSet(ValueSet(try (0...below(4)).map { _ in try number() }))
    case 7: .binarySet(ValueSet((0...below(4)).map { _ in bytes() }))
    case 8: .list(try (0..<below(4)).map { _ in try value(depth: depth - 1) })
    default: .map(try item(depth: depth - 1))
    }
  }

  /// Names that Swift takes for equal though their bytes differ are left out: they are refused, by a test of its own.
  mutating func item(depth: Int = 3) throws -> Item {
    var item: Item = [:]
    for _ in 0..<below(5) {
      let name = text().replacing("e\u{301}", with: "x")
      item[name] = try value(depth: depth)
    }
    return item
  }
}
