/// The placeholders that came with a request, and which of them its expressions have used.
///
///     var scope = ExpressionScope(names: request.names, values: request.values)
///     try scope.validate(given: [.condition], taken: [.condition])
///     let condition = try Condition(parsing: text, as: .condition, in: &scope)
///     try scope.requireAllUsed()
package struct ExpressionScope: Hashable, Sendable {
  private var names: GivenPlaceholders<String>?
  private var values: GivenPlaceholders<AttributeValue>?

  /// - Parameters:
  ///   - names: the request's `ExpressionAttributeNames`, or `nil` when it has none.
  ///   - values: the request's `ExpressionAttributeValues`, or `nil` when it has none.
  package init(names: [String: String]?, values: [String: AttributeValue]?) {
    self.init(names.map { GivenPlaceholders($0) }, values.map { GivenPlaceholders($0) })
  }

  init(_ names: GivenPlaceholders<String>?, _ values: GivenPlaceholders<AttributeValue>?) {
    self.names = names
    self.values = values
  }

  /// The attribute that `#placeholder` stands for, which counts as used.
  mutating func name(_ placeholder: String) -> String? { names?.use(placeholder) }

  /// The value that `:placeholder` stands for, which counts as used.
  mutating func value(_ placeholder: String) -> AttributeValue? { values?.use(placeholder) }
}

extension ExpressionScope {
  /// Checks the placeholders by themselves, before any expression is read.
  ///
  /// - Parameters:
  ///   - given: the expressions that the request has.
  ///   - taken: the expressions that the request could have, in the order in which DynamoDB lists them.
  /// - Throws: placeholders without an expression to use them, an empty map, a placeholder that is not `#`
  ///   or `:` followed by letters, digits and `_`, or that is longer than 255 bytes.
  package func validate(given: [ExpressionKind], taken: [ExpressionKind]) throws(ExpressionError) {
    if names != nil, given.isEmpty {
      throw ExpressionError(
        kind: nil, message: "ExpressionAttributeNames can only be specified when using expressions")
    }
    if values != nil, taken.contains(where: { $0 != .projection }), !given.contains(where: { $0 != .projection }) {
      let withValues = taken.filter { $0 != .projection }
      let kinds = withValues.map(\.rawValue).joined(separator: " and ")
      throw ExpressionError(
        kind: nil,
        message: "ExpressionAttributeValues can only be specified when using expressions: \(kinds) "
          + (withValues.count > 1 ? "are null" : "is null"))
    }
    try Self.validate(names?.placeholders, of: "ExpressionAttributeNames", prefix: "#")
    if let names, let unnamed = names.placeholder(where: \.isEmpty) {
      throw ExpressionError(
        kind: nil,
        message: "ExpressionAttributeNames contains invalid value: Empty attribute name for key \(unnamed)")
    }
    try Self.validate(values?.placeholders, of: "ExpressionAttributeValues", prefix: ":")
  }

  /// Checks that the expressions read so far have used every placeholder: call it after the last one.
  package func requireAllUsed() throws(ExpressionError) {
    try Self.requireNone(of: names?.unused ?? [], in: "ExpressionAttributeNames")
    try Self.requireNone(of: values?.unused ?? [], in: "ExpressionAttributeValues")
  }

  private static func requireNone(of unused: [String], in member: String) throws(ExpressionError) {
    guard !unused.isEmpty else { return }
    throw ExpressionError(
      kind: nil,
      message: "Value provided in \(member) unused in expressions: keys: {\(unused.sorted().joined(separator: ", "))}")
  }

  private static func validate(
    _ keys: [String]?, of member: String, prefix: Character
  ) throws(ExpressionError) {
    guard let keys else { return }
    guard !keys.isEmpty else { throw ExpressionError(kind: nil, message: "\(member) must not be empty") }
    if keys.allSatisfy({ isPlaceholder($0, prefix) }) { return }
    for key in keys.sorted() {
      if key.utf8.count > 255 {
        throw ExpressionError(
          kind: nil,
          message: "\(member) contains invalid key: The expression attribute map contains a key that is too long; "
            + "size of key: \(key.utf8.count)")
      }
      guard isPlaceholder(key, prefix) else {
        throw ExpressionError(
          kind: nil, message: "\(member) contains invalid key: Syntax error; key: \"\(key)\"",
          expected: "\"\(prefix)\" followed by letters, digits and \"_\"")
      }
    }
  }

  private static func isPlaceholder(_ key: String, _ prefix: Character) -> Bool {
    let bytes = key.utf8
    return (2...255).contains(bytes.count) && bytes.first == prefix.asciiValue
      && bytes.dropFirst().allSatisfy(\.isWordPart)
  }
}
