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
  /// What the `#` placeholders written so far stand for.
  package private(set) var names: [String: String] = [:]

  /// What the `:` placeholders written so far stand for.
  package private(set) var values: [String: AttributeValue] = [:]

  // Names by their bytes: to Swift, two strings that look alike may be equal; to DynamoDB they are not.
  private var placeholdersOfNames: [[UInt8]: String] = [:]
  private var placeholdersOfValues: [AttributeValue: String] = [:]

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

  mutating func text(_ value: AttributeValue) -> String {
    if let placeholder = placeholdersOfValues[value] { return placeholder }
    let placeholder = ":v\(values.count)"
    placeholdersOfValues[value] = placeholder
    values[placeholder] = value
    return placeholder
  }

  private mutating func name(_ name: String) -> String {
    if name.isPlainAttributeName { return name }
    let bytes = Array(name.utf8)
    if let placeholder = placeholdersOfNames[bytes] { return placeholder }
    let placeholder = "#n\(names.count)"
    placeholdersOfNames[bytes] = placeholder
    names[placeholder] = name
    return placeholder
  }
}

extension String {
  /// Whether an expression can hold this attribute's name bare.
  fileprivate var isPlainAttributeName: Bool {
    guard let first = utf8.first, first.isLetter, utf8.allSatisfy(\.isWordPart) else { return false }
    return !ReservedWords.contain(self) && ExpressionToken.Kind(keyword: self) == nil
  }
}
