import DynamoDB

// From a request to an ``ItemWrite``: what can be checked without the item.
extension Engine {
  func write(_ put: PutItem, in transaction: borrowing Backing.Transaction) throws(DynamoDBError) -> ItemWrite {
    let table = try self.table(put.table, in: transaction)
    try ItemRules.check(put.item)
    let key = try table.schema.storageKey(ofItem: put.item)
    return ItemWrite(
      table: table, key: key, change: .put(put.item), condition: put.condition,
      onFailure: put.returnValuesOnConditionCheckFailure)
  }

  func write(_ delete: DeleteItem, in transaction: borrowing Backing.Transaction) throws(DynamoDBError) -> ItemWrite {
    let table = try self.table(delete.table, in: transaction)
    return ItemWrite(
      table: table, key: try table.schema.storageKey(ofKey: delete.key), change: .delete, condition: delete.condition,
      onFailure: delete.returnValuesOnConditionCheckFailure)
  }

  func write(_ update: UpdateItem, in transaction: borrowing Backing.Transaction) throws(DynamoDBError) -> ItemWrite {
    let table = try self.table(update.table, in: transaction)
    let key = try table.schema.storageKey(ofKey: update.key)
    if let touched = update.update?.touchedPaths.first(where: { path in
      table.schema.attributes.contains { $0.name.utf8.elementsEqual(path.attribute.utf8) }
    }) {
      throw .validation(
        "One or more parameter values were invalid: Cannot update attribute \(touched.attribute). "
          + "This attribute is part of the key")
    }
    return ItemWrite(
      table: table, key: key, change: .update(update.update, key: update.key), condition: update.condition,
      onFailure: update.returnValuesOnConditionCheckFailure)
  }

  func write(_ check: ConditionCheck, in transaction: borrowing Backing.Transaction) throws(DynamoDBError) -> ItemWrite {
    let table = try self.table(check.table, in: transaction)
    return ItemWrite(
      table: table, key: try table.schema.storageKey(ofKey: check.key), change: .none, condition: check.condition,
      onFailure: check.returnValuesOnConditionCheckFailure)
  }

  func write(
    _ action: TransactWriteItems.Action, in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> ItemWrite {
    switch action {
    case .check(let check): try write(check, in: transaction)
    case .put(let put): try write(put, in: transaction)
    case .update(let update): try write(update, in: transaction)
    case .delete(let delete): try write(delete, in: transaction)
    }
  }
}

/// What every stored item must hold to.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Quotas in Amazon DynamoDB".
enum ItemRules {
  static let maximumDepth = 32
  static let tooDeep = "Nesting Levels have exceeded supported limits: Attributes can be nested up to 32 levels deep"

  static func check(_ item: Item) throws(DynamoDBError) {
    guard item.size <= ItemWrite.maximumSize else {
      throw .validation("Item size has exceeded the maximum allowed size")
    }
    guard item.values.allSatisfy({ $0.depth <= maximumDepth }) else { throw .validation(tooDeep) }
    if item.keys.contains(where: \.isEmpty) {
      throw .validation("One or more parameter values were invalid: An attribute name cannot be empty")
    }
    if item.values.contains(where: \.holdsEmptySet) {
      throw .validation("One or more parameter values were invalid: An set  may not be empty")
    }
  }
}

extension AttributeValue {
  /// Whether this value is, or holds somewhere inside, a set without elements.
  fileprivate var holdsEmptySet: Bool {
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
