/// The members that DynamoDB's data requests have, as they came: one reader for all of them.
///
/// Members that an operation does not have are passed over, as DynamoDB does. Expressions are parsed when
/// they are asked for, and ``finish()`` then refuses placeholders that none of them used.
struct RequestMembers {
  private var texts: [String: String] = [:]
  private var items: [String: Item] = [:]
  private var flags: [String: Bool] = [:]
  private var integers: [String: Int] = [:]
  private var scope: ExpressionScope

  /// - Parameters:
  ///   - kinds: the expressions that the operation has, in the order in which DynamoDB lists them.
  ///   - other: reads a member that only this operation has, or returns `false`.
  init(
    from reader: inout JSONReader, expressions kinds: [ExpressionKind] = [],
    other: (inout JSONReader, String) throws(DynamoDBError) -> Bool = { _, _ in false }
  ) throws(DynamoDBError) {
    var texts: [String: String] = [:]
    var items: [String: Item] = [:]
    var flags: [String: Bool] = [:]
    var integers: [String: Int] = [:]
    var names: [String: String]?
    var values: Item?
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "TableName", "IndexName", "ConditionExpression", "UpdateExpression", "ProjectionExpression",
        "FilterExpression", "KeyConditionExpression", "ReturnValues", "ReturnValuesOnConditionCheckFailure",
        "ReturnConsumedCapacity", "ReturnItemCollectionMetrics", "Select", "ClientRequestToken":
        texts[name] = try reader.string()
      case "Item", "Key", "ExclusiveStartKey":
        items[name] = try Item(from: &reader)
      case "ConsistentRead", "ScanIndexForward":
        flags[name] = try reader.bool()
      case "Limit", "Segment", "TotalSegments":
        integers[name] = try reader.integer()
      case "ExpressionAttributeNames":
        names = try reader.dictionary { reader throws(DynamoDBError) in try reader.string() }
      case "ExpressionAttributeValues":
        values = try Item(from: &reader)
      case "Expected", "AttributeUpdates", "KeyConditions", "QueryFilter", "ScanFilter", "ConditionalOperator",
        "AttributesToGet":
        throw .validation("\(name) is a legacy parameter that this endpoint does not take: use an expression instead")
      default:
        if try !other(&reader, name) { try reader.skip() }
      }
    }
    self.texts = texts
    self.items = items
    self.flags = flags
    self.integers = integers
    scope = ExpressionScope(names: names, values: values)
    guard !kinds.isEmpty else { return }
    let given = Set(kinds.filter { texts[$0.rawValue] != nil })
    do throws(ExpressionError) {
      try scope.validate(given: given, taken: kinds)
    } catch {
      throw .validation(error.message)
    }
  }

  /// A text that the request must have.
  func required(_ name: String) throws(DynamoDBError) -> String {
    guard let text = texts[name] else { throw Self.missing(name) }
    return text
  }

  /// An item that the request must have.
  func requiredItem(_ name: String) throws(DynamoDBError) -> Item {
    guard let item = items[name] else { throw Self.missing(name) }
    return item
  }

  func text(_ name: String) -> String? { texts[name] }
  func item(_ name: String) -> Item? { items[name] }
  func flag(_ name: String) -> Bool? { flags[name] }
  func integer(_ name: String) -> Int? { integers[name] }

  /// An option, or the API's default.
  func option<Option: RawRepresentable & CaseIterable>(
    _ name: String, default standard: Option
  ) throws(DynamoDBError) -> Option where Option.RawValue == String {
    guard let text = texts[name] else { return standard }
    guard let option = Option(rawValue: text) else {
      let values = Option.allCases.map(\.rawValue).joined(separator: ", ")
      throw .validation(
        "1 validation error detected: Value '\(text)' at '\(Self.lowerCamel(name))' failed to satisfy constraint: "
          + "Member must satisfy enum value set: [\(values)]")
    }
    return option
  }

  mutating func condition() throws(DynamoDBError) -> Condition? {
    try expression(.condition) { text, scope throws(ExpressionError) in
      try Condition(parsing: text, as: .condition, in: &scope)
    }
  }

  mutating func filter() throws(DynamoDBError) -> Condition? {
    try expression(.filter) { text, scope throws(ExpressionError) in
      try Condition(parsing: text, as: .filter, in: &scope)
    }
  }

  mutating func update() throws(DynamoDBError) -> Update? {
    try expression(.update) { text, scope throws(ExpressionError) in try Update(parsing: text, in: &scope) }
  }

  mutating func projection() throws(DynamoDBError) -> Projection? {
    try expression(.projection) { text, scope throws(ExpressionError) in try Projection(parsing: text, in: &scope) }
  }

  mutating func keyCondition() throws(DynamoDBError) -> KeyCondition? {
    try expression(.keyCondition) { text, scope throws(ExpressionError) in try KeyCondition(parsing: text, in: &scope) }
  }

  /// Refuses placeholders that no expression used: to be called after the last expression.
  func finish() throws(DynamoDBError) {
    do throws(ExpressionError) {
      try scope.requireAllUsed()
    } catch {
      throw .validation(error.message)
    }
  }

  private mutating func expression<Tree>(
    _ kind: ExpressionKind, _ parse: (String, inout ExpressionScope) throws(ExpressionError) -> Tree
  ) throws(DynamoDBError) -> Tree? {
    guard let text = texts[kind.rawValue] else { return nil }
    do throws(ExpressionError) {
      return try parse(text, &scope)
    } catch {
      throw .validation(error.message)
    }
  }

  /// What DynamoDB says of a member that is missing.
  static func missing(_ name: String) -> DynamoDBError {
    .validation(
      "1 validation error detected: Value null at '\(lowerCamel(name))' failed to satisfy constraint: "
        + "Member must not be null")
  }

  private static func lowerCamel(_ name: String) -> String { name.prefix(1).lowercased() + name.dropFirst() }
}
