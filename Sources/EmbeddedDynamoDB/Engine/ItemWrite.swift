import DynamoDB

/// One write of one item, decided without touching the storage: from the item as it is to the item as it will
/// be. Single operations and transactions both run through it.
struct ItemWrite: Sendable {
  enum Change: Sendable {
    case put(Item)
    /// `key` is the item that an update starts from where there is none.
    case update(Update?, key: Item)
    case delete
    /// Only the condition matters.
    case none
  }

  /// Why a write does not happen.
  enum Refusal: Error {
    /// `item` is the item as it is, if the request asked for it.
    case conditionFailed(item: Item?)
    case invalid(String)
  }

  var table: StoredTable
  var key: StorageKey
  var change: Change
  var condition: Condition?
  var onFailure: ReturnValuesOnConditionCheckFailure

  /// The item as it will be, or `nil` where there will be none.
  func apply(to old: Item?) throws(Refusal) -> Item? {
    guard try isAllowed(by: old) else { throw .conditionFailed(item: onFailure == .allOld ? old : nil) }
    switch change {
    case .put(let item): return item
    case .update(let update, let key):
      let new = try Self.apply(update, to: old, key: key)
      if let new { try refuseIndexKeys(of: new, changedFrom: old) }
      return new
    case .delete: return nil
    case .none: return old
    }
  }

  /// Refuses what an update makes of an index's key, if no key can have it. What it leaves alone may be older than
  /// the index.
  private func refuseIndexKeys(of new: Item, changedFrom old: Item?) throws(Refusal) {
    guard table.hasIndexes else { return }
    for index in table.indexes {
      if let violation = index.violation(by: new, where: { new[$0] != old?[$0] }) {
        throw .invalid(index.message(of: violation, isUpdate: true))
      }
    }
  }

  private func isAllowed(by old: Item?) throws(Refusal) -> Bool {
    guard let condition else { return true }
    do throws(EvaluationError) {
      return try condition.isSatisfied(by: old)
    } catch {
      throw .invalid(error.message(in: "ConditionExpression"))
    }
  }

  private static func apply(_ update: Update?, to old: Item?, key: Item) throws(Refusal) -> Item? {
    guard let update else { return old ?? key }
    // An update that only takes away makes no item. Source: ReturnValues of such an update on DynamoDB itself.
    if old == nil, !update.createsItem { return nil }
    let new: Item
    do throws(EvaluationError) {
      new = try update.apply(to: old, key: key)
    } catch {
      throw .invalid(error.message(in: "UpdateExpression"))
    }
    if new.values.contains(where: \.holdsEmptySet) { throw .invalid(ItemRules.emptySet) }
    guard new.size <= maximumSize else { throw .invalid("Item size to update has exceeded the maximum allowed size") }
    guard new.values.allSatisfy({ $0.depth <= ItemRules.maximumDepth }) else {
      throw .invalid(ItemRules.tooDeep)
    }
    return new
  }

  /// 400 KB. Source: *Amazon DynamoDB Developer Guide*, "Constraints in Amazon DynamoDB".
  static let maximumSize = 400 * 1024
}
