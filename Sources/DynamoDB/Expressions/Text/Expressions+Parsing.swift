extension Condition {
  /// Parses a condition or filter expression.
  ///
  /// - Parameters:
  ///   - kind: which of the request's expressions the text is; errors name it.
  ///   - scope: the request's placeholders, in which those that the text uses are noted.
  /// - Throws: what DynamoDB would refuse in the text, in its words.
  package init(
    parsing text: String, as kind: ExpressionKind, in scope: inout ExpressionScope,
    limits: ExpressionLimits = .dynamoDB
  ) throws(ExpressionError) {
    var parser = try ExpressionParser(text, as: kind, limits: limits)
    let syntax = try parser.condition()
    var checker = ExpressionChecker(parser.source, in: scope)
    self = try checker.condition(syntax)
    scope = checker.scope
  }

  /// Parses the text of a condition expression, as a `ConditionExpression` has it.
  ///
  ///     try Condition(parsing: "attribute_not_exists(pk) OR #t <= :now",
  ///       names: ["#t": "ttl"], values: [":now": 1_700_000_000])
  ///
  /// Placeholders that the text does not use are no error here: several expressions may share them.
  ///
  /// - Throws: what DynamoDB would refuse in the text, in its words.
  public init(
    parsing text: String, names: [String: String] = [:], values: [String: AttributeValue] = [:]
  ) throws(ExpressionError) {
    var scope = ExpressionScope(names: names, values: values)
    try self.init(parsing: text, as: .condition, in: &scope)
  }
}

extension Update {
  /// Parses an update expression; see ``Condition/init(parsing:as:in:limits:)``.
  package init(
    parsing text: String, in scope: inout ExpressionScope, limits: ExpressionLimits = .dynamoDB
  ) throws(ExpressionError) {
    var parser = try ExpressionParser(text, as: .update, limits: limits)
    let syntax = try parser.update()
    var checker = ExpressionChecker(parser.source, in: scope)
    self = try checker.update(syntax)
    scope = checker.scope
  }

  /// Parses the text of an update expression; see ``Condition/init(parsing:names:values:)``.
  ///
  /// - Throws: ``ExpressionError`` where DynamoDB would refuse the text, with the text that it has for that.
  public init(
    parsing text: String, names: [String: String] = [:], values: [String: AttributeValue] = [:]
  ) throws(ExpressionError) {
    var scope = ExpressionScope(names: names, values: values)
    try self.init(parsing: text, in: &scope)
  }
}

extension Projection {
  /// Parses a projection expression; see ``Condition/init(parsing:as:in:limits:)``.
  package init(
    parsing text: String, in scope: inout ExpressionScope, limits: ExpressionLimits = .dynamoDB
  ) throws(ExpressionError) {
    var parser = try ExpressionParser(text, as: .projection, limits: limits)
    let syntax = try parser.list { parser throws(ExpressionError) in try parser.path() }
    try parser.expect(.end, "\",\" or the end")
    var checker = ExpressionChecker(parser.source, in: scope)
    self = try checker.projection(syntax)
    scope = checker.scope
  }

  /// Parses the text of a projection expression; see ``Condition/init(parsing:names:values:)``.
  ///
  /// - Throws: ``ExpressionError`` where DynamoDB would refuse the text, with the text that it has for that.
  public init(parsing text: String, names: [String: String] = [:]) throws(ExpressionError) {
    var scope = ExpressionScope(names: names, values: nil)
    try self.init(parsing: text, in: &scope)
  }
}

extension KeyCondition {
  /// Parses a key condition expression; see ``Condition/init(parsing:as:in:limits:)``.
  ///
  /// - Parameter partitionKey: the name of the table's or index's partition key. Without it, the first
  ///   attribute that is compared with `=` is taken for the partition key.
  package init(
    parsing text: String, partitionKey: String? = nil, in scope: inout ExpressionScope,
    limits: ExpressionLimits = .dynamoDB
  ) throws(ExpressionError) {
    var parser = try ExpressionParser(text, as: .keyCondition, limits: limits)
    let syntax = try parser.condition()
    var checker = ExpressionChecker(parser.source, in: scope)
    self = try checker.keyCondition(syntax, partitionKey: partitionKey)
    scope = checker.scope
  }

  /// Parses the text of a key condition expression; see ``Condition/init(parsing:names:values:)``.
  ///
  /// - Parameters:
  ///   - text: the expression.
  ///   - names: the placeholders' names.
  ///   - values: the placeholders' values.
  ///   - partitionKey: the name of the table's or index's partition key. Without it, the first
  ///     attribute that is compared with `=` is taken for the partition key.
  /// - Throws: ``ExpressionError`` where DynamoDB would refuse the text, with the text that it has for that.
  public init(
    parsing text: String, names: [String: String] = [:], values: [String: AttributeValue] = [:],
    partitionKey: String? = nil
  ) throws(ExpressionError) {
    var scope = ExpressionScope(names: names, values: values)
    try self.init(parsing: text, partitionKey: partitionKey, in: &scope)
  }
}
