import DynamoDB

// From a request and its table to an ``ItemWrite``: what can be checked without the item.
extension Engine {
  static func write(_ put: PutItem, to table: StoredTable) throws(DynamoDBError) -> ItemWrite {
    try ItemRules.check(put.item)
    let key = try table.schema.storageKey(ofItem: put.item)
    try table.refuseIndexKeys(of: put.item)
    return ItemWrite(
      table: table, key: key, change: .put(put.item),
      condition: put.condition,
      onFailure: put.returnValuesOnConditionCheckFailure)
  }

  static func write(_ delete: DeleteItem, to table: StoredTable) throws(DynamoDBError) -> ItemWrite {
    ItemWrite(
      table: table, key: try table.schema.storageKey(ofKey: delete.key), change: .delete,
      condition: delete.condition,
      onFailure: delete.returnValuesOnConditionCheckFailure)
  }

  static func write(_ update: UpdateItem, to table: StoredTable) throws(DynamoDBError) -> ItemWrite {
    let key = try table.schema.storageKey(ofKey: update.key)
    if let touched = update.update?.touchedPaths.first(where: { path in
      table.schema.attributes.contains { $0.name.utf8.elementsEqual(path.attribute.utf8) }
    }) {
      throw .validation(
        "One or more parameter values were invalid: Cannot update attribute \(touched.attribute). "
          + "This attribute is part of the key")
    }
    // The parser has seen to it, but not every update comes out of a text.
    if let clash = PathClash.first(among: update.update?.touchedPaths ?? []) {
      throw .validation("Invalid UpdateExpression: \(clash.message)")
    }
    try table.refusePathsInto(update.update?.touchedPaths ?? [])
    return ItemWrite(
      table: table, key: key, change: .update(update.update, key: update.key),
      condition: update.condition,
      onFailure: update.returnValuesOnConditionCheckFailure)
  }

  static func write(_ check: ConditionCheck, to table: StoredTable) throws(DynamoDBError) -> ItemWrite {
    ItemWrite(
      table: table, key: try table.schema.storageKey(ofKey: check.key), change: .none,
      condition: check.condition,
      onFailure: check.returnValuesOnConditionCheckFailure)
  }

  static func write(
    _ action: TransactWriteItems.Action, to table: StoredTable
  ) throws(DynamoDBError) -> ItemWrite {
    switch action {
    case .check(let check): try write(check, to: table)
    case .put(let put): try write(put, to: table)
    case .update(let update): try write(update, to: table)
    case .delete(let delete): try write(delete, to: table)
    }
  }
}

extension StoredTable {
  /// Refuses an item whose attributes cannot be keys of the indexes that they are keys of.
  func refuseIndexKeys(of item: Item) throws(DynamoDBError) {
    guard hasIndexes else { return }
    for index in indexes {
      if let violation = index.violation(by: item) {
        throw .validation(index.message(of: violation, isUpdate: false))
      }
    }
  }

  /// Refuses an update inside of what is a key of an index.
  fileprivate func refusePathsInto(_ paths: [DocumentPath]) throws(DynamoDBError) {
    guard hasIndexes else { return }
    let keys = Set(indexes.flatMap { $0.keySchema.attributes.map(\.name) })
    if let path = paths.first(where: { !$0.steps.isEmpty && keys.contains($0.attribute) }) {
      throw .validation(
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: "
          + path.attribute)
    }
  }
}

/// What every stored item must hold to.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Constraints in Amazon DynamoDB".
enum ItemRules {
  static let maximumDepth = 32
  static let maximumNameSize = 65535
  static let emptySet = "One or more parameter values were invalid: An set  may not be empty"
  static let tooDeep = "Nesting Levels have exceeded supported limits: Attributes can be nested up to 32 levels deep"

  static func check(_ item: Item) throws(DynamoDBError) {
    // One pass for what nearly all items are: short names, nothing nested. The order of the refusals is DynamoDB's.
    var size = 0
    var isPlain = true
    for (name, value) in item {
      let length = name.utf8.count
      size += length + value.size
      if length == 0 || length > maximumNameSize || !value.isPlain { isPlain = false }
    }
    guard size <= ItemWrite.maximumSize else {
      throw .validation("Item size has exceeded the maximum allowed size")
    }
    if isPlain { return }
    guard item.values.allSatisfy({ $0.depth <= maximumDepth }) else { throw .validation(tooDeep) }
    if item.keys.contains(where: \.isEmpty) {
      throw .validation("One or more parameter values were invalid: An attribute name cannot be empty")
    }
    if item.keys.contains(where: { $0.utf8.count > maximumNameSize }) {
      throw .validation("Attribute name is too large, must be less than \(maximumNameSize + 1) bytes")
    }
    if item.values.contains(where: \.holdsEmptySet) {
      throw .validation(emptySet)
    }
  }
}

extension AttributeValue {
  /// Whether this value holds no others: such a one is not too deep, and no empty set.
  var isPlain: Bool {
    switch self {
    case .string, .number, .binary, .bool, .null: true
    case .list, .map, .stringSet, .numberSet, .binarySet: false
    }
  }

  /// Whether this value is, or holds somewhere inside, a set without elements.
  var holdsEmptySet: Bool {
    switch self {
    case .stringSet(let set): set.isEmpty
    case .numberSet(let set): set.isEmpty
    case .binarySet(let set): set.isEmpty
    case .list(let values): values.contains(where: \.holdsEmptySet)
    case .map(let entries): entries.values.contains(where: \.holdsEmptySet)
    default: false
    }
  }
}
