/// The members that DynamoDB's data requests have, as they came: one reader for all of them.
///
/// Members that an operation does not have are passed over, as DynamoDB does. Expressions are parsed when
/// they are asked for, and ``finish()`` then refuses placeholders that none of them used.
struct RequestMembers {
  /// A member that more than one operation has.
  enum Name: String, CaseIterable {
    case tableName = "TableName"
    case indexName = "IndexName"
    case item = "Item"
    case key = "Key"
    case exclusiveStartKey = "ExclusiveStartKey"
    case conditionExpression = "ConditionExpression"
    case updateExpression = "UpdateExpression"
    case projectionExpression = "ProjectionExpression"
    case filterExpression = "FilterExpression"
    case keyConditionExpression = "KeyConditionExpression"
    case names = "ExpressionAttributeNames"
    case values = "ExpressionAttributeValues"
    case returnValues = "ReturnValues"
    case returnValuesOnConditionCheckFailure = "ReturnValuesOnConditionCheckFailure"
    case returnConsumedCapacity = "ReturnConsumedCapacity"
    case returnItemCollectionMetrics = "ReturnItemCollectionMetrics"
    case select = "Select"
    case clientRequestToken = "ClientRequestToken"
    case consistentRead = "ConsistentRead"
    case scanIndexForward = "ScanIndexForward"
    case limit = "Limit"
    case segment = "Segment"
    case totalSegments = "TotalSegments"

    /// By a dictionary: a raw value is compared with one name after the other.
    static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
  }

  /// Values by members. There are few of each kind: they are looked for one by one, the last first, which counts.
  private struct Few<Value> {
    private var values: [(name: Name, value: Value)] = []

    subscript(_ name: Name) -> Value? {
      get { values.last { $0.name == name }?.value }
      set { if let newValue { values.append((name, newValue)) } }
    }
  }

  private var texts = Few<String>()
  private var items = Few<Item>()
  private var flags = Few<Bool>()
  private var integers = Few<Int>()
  private var scope: ExpressionScope

  /// - Parameters:
  ///   - kinds: the expressions that the operation has, in the order in which DynamoDB lists them.
  ///   - other: reads a member that only this operation has, or returns `false`.
  init(
    from reader: inout JSONReader, expressions kinds: [ExpressionKind] = [],
    other: (inout JSONReader, String) throws(DynamoDBError) -> Bool = { _, _ in false }
  ) throws(DynamoDBError) {
    var texts = Few<String>()
    var items = Few<Item>()
    var flags = Few<Bool>()
    var integers = Few<Int>()
    var names: GivenPlaceholders<String>?
    var values: GivenPlaceholders<AttributeValue>?
    try reader.object { reader, member throws(DynamoDBError) in
      guard let name = Name.named[member] else {
        try Self.refuseLegacy(member)
        if try !other(&reader, member) { try reader.skip() }
        return
      }
      switch name {
      case .tableName, .indexName, .conditionExpression, .updateExpression, .projectionExpression, .filterExpression,
        .keyConditionExpression, .returnValues, .returnValuesOnConditionCheckFailure, .returnConsumedCapacity,
        .returnItemCollectionMetrics, .select, .clientRequestToken:
        texts[name] = try reader.string()
      case .item, .key, .exclusiveStartKey:
        items[name] = try Item(from: &reader)
      case .consistentRead, .scanIndexForward:
        flags[name] = try reader.bool()
      case .limit, .segment, .totalSegments:
        integers[name] = try reader.integer()
      case .names:
        names = try GivenPlaceholders(from: &reader) { reader throws(DynamoDBError) in try reader.string() }
      case .values:
        values = try GivenPlaceholders(from: &reader) { reader throws(DynamoDBError) in
          try AttributeValue(from: &reader)
        }
      }
    }
    self.texts = texts
    self.items = items
    self.flags = flags
    self.integers = integers
    scope = ExpressionScope(names, values)
    guard !kinds.isEmpty else { return }
    let given = kinds.filter { texts[$0.member] != nil }
    do throws(ExpressionError) {
      try scope.validate(given: given, taken: kinds)
    } catch {
      throw .validation(error.message)
    }
  }

  private static func refuseLegacy(_ name: String) throws(DynamoDBError) {
    switch name {
    case "Expected", "AttributeUpdates", "KeyConditions", "QueryFilter", "ScanFilter", "ConditionalOperator",
      "AttributesToGet":
      throw .validation("\(name) is a legacy parameter that this endpoint does not take: use an expression instead")
    default: return
    }
  }

  /// A text that the request must have.
  func required(_ name: Name) throws(DynamoDBError) -> String {
    guard let text = texts[name] else { throw Self.missing(name.rawValue) }
    return text
  }

  /// An item that the request must have.
  func requiredItem(_ name: Name) throws(DynamoDBError) -> Item {
    guard let item = items[name] else { throw Self.missing(name.rawValue) }
    return item
  }

  func text(_ name: Name) -> String? { texts[name] }
  func item(_ name: Name) -> Item? { items[name] }
  func flag(_ name: Name) -> Bool? { flags[name] }
  func integer(_ name: Name) -> Int? { integers[name] }

  /// An option, or the API's default.
  func option<Option: RawRepresentable & CaseIterable>(
    _ name: Name, default standard: Option
  ) throws(DynamoDBError) -> Option where Option.RawValue == String {
    guard let text = texts[name] else { return standard }
    guard let option = Option(rawValue: text) else {
      let values = Option.allCases.map(\.rawValue).joined(separator: ", ")
      throw .validation(
        "1 validation error detected: Value '\(text)' at '\(Self.lowerCamel(name.rawValue))' failed to satisfy "
          + "constraint: Member must satisfy enum value set: [\(values)]")
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
    guard let text = texts[kind.member] else { return nil }
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

extension ExpressionKind {
  fileprivate var member: RequestMembers.Name {
    switch self {
    case .condition: .conditionExpression
    case .filter: .filterExpression
    case .keyCondition: .keyConditionExpression
    case .projection: .projectionExpression
    case .update: .updateExpression
    }
  }
}
