import Testing

@testable import DynamoDB

@Suite("Text and tree say the same: what is written is read back exactly")
struct ExpressionRoundTripTests {
  @Test("a condition", arguments: 0..<40)
  func condition(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<50 {
      let tree = generator.condition(tests: 1 + generator.number(below: 24))
      try check(tree, \.rendered) { text, scope in
        try Condition(parsing: text, as: .condition, in: &scope, limits: .relaxed)
      }
    }
  }

  @Test("an update", arguments: 100..<120)
  func update(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<100 {
      try check(generator.update(), \.rendered) { text, scope in try Update(parsing: text, in: &scope) }
    }
  }

  @Test("a projection", arguments: 200..<210)
  func projection(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<100 {
      try check(generator.projection(), \.rendered) { text, scope in try Projection(parsing: text, in: &scope) }
    }
  }

  @Test("a key condition", arguments: 300..<310)
  func keyCondition(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<100 {
      try check(generator.keyCondition(), \.rendered) { text, scope in try KeyCondition(parsing: text, in: &scope) }
    }
  }

  @Test("all expressions of one request, with one set of placeholders", arguments: 400..<410)
  func request(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<50 {
      let update = generator.update()
      let condition = generator.condition(tests: 5)
      let projection = generator.projection()
      var renderer = ExpressionRenderer()
      let texts = (renderer.text(update), renderer.text(condition), renderer.text(projection))
      var scope = ExpressionScope(names: renderer.names, values: renderer.values)
      #expect(try Update(parsing: texts.0, in: &scope) == update)
      #expect(try Condition(parsing: texts.1, as: .condition, in: &scope) == condition)
      #expect(try Projection(parsing: texts.2, in: &scope) == projection)
      #expect(throws: Never.self) { try scope.requireAllUsed() }
    }
  }

  /// Writes and reads `tree`, then reads the same text spaced and cased otherwise.
  private func check<Tree: Hashable>(
    _ tree: Tree, _ render: KeyPath<Tree, RenderedExpression>,
    parse: (String, inout ExpressionScope) throws -> Tree, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let rendered = tree[keyPath: render]
    #expect(tree[keyPath: render] == rendered, sourceLocation: sourceLocation)
    for text in [rendered.text, loosened(rendered.text)] {
      var scope = ExpressionScope(
        names: rendered.names.isEmpty ? nil : rendered.names, values: rendered.values.isEmpty ? nil : rendered.values)
      let parsed = try parse(text, &scope)
      #expect(parsed == tree, "\(text)", sourceLocation: sourceLocation)
      #expect(parsed[keyPath: render] == rendered, "\(text)", sourceLocation: sourceLocation)
      try scope.requireAllUsed()
    }
  }

  /// The same tokens with blanks between all of them, keywords in lower case.
  private func loosened(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return ExpressionLexer.tokens(of: bytes).map { token in
      let word = String(decoding: bytes[token.range], as: UTF8.self)
      switch token.kind {
      case .identifier, .name, .value: return word
      default: return word.lowercased()
      }
    }.joined(separator: " \t\n")
  }
}
