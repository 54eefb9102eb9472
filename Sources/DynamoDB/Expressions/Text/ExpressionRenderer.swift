/// Writes the expressions of one request, which share one set of placeholders.
///
///     var renderer = ExpressionRenderer()
///     request.updateExpression = renderer.text(update)
///     request.conditionExpression = renderer.text(condition)
///     request.names = renderer.names
///     request.values = renderer.values
///
/// Names that DynamoDB takes bare are written bare, others as `#n0`, `#n1` ...; values are always `:v0`,
/// `:v1` ... Equal names, and equal values, share a placeholder. The same trees in the same order always give
/// the same texts, and each text parses to the tree it came from.
package struct ExpressionRenderer {
  /// The `#` placeholders written so far.
  private(set) var namePlaceholders = Placeholders<AttributeName>(prefix: "#n")
  /// The `:` placeholders written so far.
  private(set) var valuePlaceholders = Placeholders<AttributeValue>(prefix: ":v")

  /// What the `#` placeholders written so far stand for.
  package var names: [String: String] {
    Dictionary(uniqueKeysWithValues: namePlaceholders.entries.map { ($0.placeholder, $0.element.text) })
  }

  /// What the `:` placeholders written so far stand for.
  package var values: [String: AttributeValue] {
    Dictionary(uniqueKeysWithValues: valuePlaceholders.entries.map { ($0.placeholder, $0.element) })
  }

  package init() {}

  /// The text of a projection expression; empty for an empty projection, which DynamoDB does not take.
  package mutating func text(_ projection: Projection) -> String {
    projection.paths.map { text($0) }.joined(separator: ", ")
  }

  mutating func text(_ path: DocumentPath) -> String {
    var text = name(path.attribute)
    for step in path.steps {
      switch step {
      case .key(let key): text += "." + name(key)
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }

  mutating func text(_ value: AttributeValue) -> String { valuePlaceholders.placeholder(for: value) }

  private mutating func name(_ name: String) -> String {
    name.isPlainAttributeName ? name : namePlaceholders.placeholder(for: AttributeName(text: name))
  }
}

extension String {
  /// Whether an expression can hold this attribute's name bare.
  fileprivate var isPlainAttributeName: Bool {
    guard let first = utf8.first, first.isLetter else { return false }
    var isOnlyLetters = true
    for byte in utf8 {
      guard byte.isWordPart else { return false }
      isOnlyLetters = isOnlyLetters && byte.isLetter
    }
    // No reserved word and no keyword has a digit or an underscore in it.
    return !isOnlyLetters || (!ReservedWords.contain(self) && ExpressionToken.Kind(keyword: self) == nil)
  }
}
