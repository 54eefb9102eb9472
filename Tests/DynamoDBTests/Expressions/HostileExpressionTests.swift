import Testing

@testable import DynamoDB

@Suite("No text, however hostile, stops the parser")
struct HostileExpressionTests {
  private static let names = ["#a": "a", "#n0": "status", "#n1": "a.b", "#n2": "c"]
  private static let values: [String: AttributeValue] = [
    ":v0": 1, ":v1": "s", ":v2": .stringSet(["x"]), ":v3": .list([1]), ":v4": true,
  ]

  @Test("random bytes are refused or read, never fatal", arguments: 0..<20)
  func randomBytes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0..<200, using: &random)).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
      parseAsEverything(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test("random words of the grammar are refused or read, never fatal", arguments: 100..<120)
  func randomWords(seed: UInt64) {
    let words = [
      "a", "b", "#a", ":v0", ":v1", ":v2", "(", ")", "(", ")", ",", ".", "[", "]", "0", "7", "=", "<>", "<=", "AND",
      "OR",
      "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE", "+", "-", "size(", "contains(", "attribute_exists(",
      "if_not_exists(", "list_append(", "begins_with(", "attribute_type(", "é", "#", ":", "status", " ",
    ]
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let chosen = (0..<Int.random(in: 1..<24, using: &random)).compactMap { _ in words.randomElement(using: &random) }
      parseAsEverything(chosen.joined(separator: Bool.random(using: &random) ? " " : ""))
    }
  }

  @Test("a good text with a few bytes changed is refused or read, never fatal", arguments: 200..<220)
  func mutations(seed: UInt64) {
    var generator = ExpressionGenerator(seed: seed)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<250 {
      let text =
        switch generator.number(below: 4) {
        case 0: generator.update().rendered.text
        case 1: generator.projection().rendered.text
        case 2: generator.keyCondition().rendered.text
        default: generator.condition(tests: 6).rendered.text
        }
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0x20...0x7e, using: &random), at: place)
        case 1 where place < bytes.count: bytes.remove(at: place)
        case 2 where place < bytes.count: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
        default: bytes.append(contentsOf: bytes.prefix(place))
        }
      }
      parseAsEverything(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test(
    "400 KB of the same thing ends in an error or a tree, with the limit on size lifted",
    arguments: [
      "(", ")", "NOT ", "a.", "a[0]", "a[", "size(", "list_append(a,", "a,", "a=b AND ", "(a=b AND ", "NOT (", "((a)",
      "SET a=", "SET a=b ", "#a", ":v0", ":", "é", "0", "a IN (", "a BETWEEN b AND ", "if_not_exists(", "(((a=b)",
    ])
  func repetition(piece: String) {
    parseAsEverything(String(repeating: piece, count: 400_000 / piece.utf8.count), limits: .relaxed)
    for beginning in ["a IN (", "SET ", "SET a = ", "REMOVE "] {
      parseAsEverything(beginning + String(repeating: piece, count: 10_000 / piece.utf8.count), limits: .relaxed)
    }
  }

  @Test("one long word of 400 KB ends in an error or a tree")
  func longWord() {
    for first in ["a", "#", ":", "1"] {
      parseAsEverything(first + String(repeating: "1", count: 400_000), limits: .relaxed)
    }
  }

  /// Parses `text` as each kind of expression; what is read must also be written and read back.
  private func parseAsEverything(_ text: String, limits: ExpressionLimits = .dynamoDB) {
    func scope() -> ExpressionScope { ExpressionScope(names: Self.names, values: Self.values) }
    let shown: Comment = "\(text.prefix(200))"
    var (conditions, updates, projections, keys) = (scope(), scope(), scope(), scope())
    if let tree = try? Condition(parsing: text, as: .condition, in: &conditions, limits: limits) {
      var scope = tree.rendered.scope
      let again = try? Condition(parsing: tree.rendered.text, as: .condition, in: &scope, limits: limits)
      #expect(again == tree, shown)
    }
    if let tree = try? Update(parsing: text, in: &updates, limits: limits) {
      var scope = tree.rendered.scope
      #expect((try? Update(parsing: tree.rendered.text, in: &scope, limits: limits)) == tree, shown)
    }
    if let tree = try? Projection(parsing: text, in: &projections, limits: limits) {
      var scope = tree.rendered.scope
      #expect((try? Projection(parsing: tree.rendered.text, in: &scope, limits: limits)) == tree, shown)
    }
    if let tree = try? KeyCondition(parsing: text, in: &keys, limits: limits) {
      var scope = tree.rendered.scope
      #expect((try? KeyCondition(parsing: tree.rendered.text, in: &scope, limits: limits)) == tree, shown)
    }
  }
}

extension RenderedExpression {
  fileprivate var scope: ExpressionScope { ExpressionScope(names: names, values: values) }
}
