public import DynamoDB

/// Several writes of several models' items, in several tables: all or none.
///
///     var transaction = TableTransaction(on: client)
///     try transaction.create(article, in: articles)
///     try transaction.update(Counter.key(name: "articles"), in: counters, version: .any) { $0.add(1, to: \.count) }
///     try await transaction.commit()
///
/// Up to 100 actions; an item may be named once. Costs two write units for each KB of each item, also where it is refused.
public struct TableTransaction: Sendable {
  private let client: any DynamoDBClient
  private var actions: [TransactWriteItems.Action] = []
  /// What the refusal of each action's condition means, from the item as it was.
  private var meanings: [@Sendable (Item?) -> TypedTableError] = []
  private var named: Set<NamedItem> = []

  private struct NamedItem: Hashable {
    var table: String
    var key: Item
  }

  /// An empty transaction.
  public init(on client: any DynamoDBClient) { self.client = client }

  /// How many actions it has.
  public var count: Int { actions.count }
}

extension TableTransaction {
  /// Writes an item that is not there yet: ``TypedTable/create(_:)``.
  public mutating func create<Model>(_ model: Model, in table: TypedTable<Model>) throws(TypedTableError) {
    let item = table.lifecycle.stamped(try table.item(of: model), at: table.time.now)
    let plan = PutPlan(table: table.name, item: item, isNew: table.lifecycle.isNew)
    try add(.put(plan.operation), on: Model.schema.key?.key(of: item), in: table.name) {
      plan.failure(.conditionFailed(item: $0))
    }
  }

  /// Writes a whole item in place of what has its key: ``TypedTable/put(_:if:)``.
  public mutating func put<Model>(
    _ model: Model, in table: TypedTable<Model>, if condition: ModelCondition<Model>? = nil
  ) throws(TypedTableError) {
    let item = table.lifecycle.stamped(try table.item(of: model), at: table.time.now)
    let plan = PutPlan(table: table.name, item: item, condition: try table.condition(condition))
    try add(.put(plan.operation), on: Model.schema.key?.key(of: item), in: table.name) {
      plan.failure(.conditionFailed(item: $0))
    }
  }

  /// Writes chosen properties of a value that was read: ``TypedTable/update(_:_:if:)``.
  public mutating func update<Model>(
    _ model: Model, _ properties: PartialKeyPath<Model>..., in table: TypedTable<Model>,
    if condition: ModelCondition<Model>? = nil
  ) throws(TypedTableError) {
    try add(try table.planned(model, properties, if: condition))
  }

  /// Changes properties of an item: ``TypedTable/update(_:version:if:_:)``.
  public mutating func update<Model>(
    _ key: ModelKey<Model>, in table: TypedTable<Model>, version: ExpectedVersion? = nil,
    if condition: ModelCondition<Model>? = nil, _ changes: (inout ModelUpdate<Model>) -> Void
  ) throws(TypedTableError) {
    try add(try table.planned(key, version: version, if: condition, changes))
  }

  /// Deletes an item: ``TypedTable/delete(_:version:if:)``.
  public mutating func delete<Model>(
    _ key: ModelKey<Model>, in table: TypedTable<Model>, version: ExpectedVersion? = nil,
    if condition: ModelCondition<Model>? = nil
  ) throws(TypedTableError) {
    let plan = try table.deletion(key, version: version, if: condition)
    try add(.delete(plan.operation), on: plan.operation.key, in: table.name) {
      plan.failure(.conditionFailed(item: $0))
    }
  }

  /// Only looks at an item: nothing is written unless the condition holds.
  public mutating func check<Model>(
    _ key: ModelKey<Model>, in table: TypedTable<Model>, _ condition: ModelCondition<Model>
  ) throws(TypedTableError) {
    guard let condition = try table.condition(condition) else { return }
    let check = ConditionCheck(
      table: table.name, key: try key.checked(), condition: condition, returnValuesOnConditionCheckFailure: .allOld)
    try add(.check(check), on: check.key, in: table.name) { .conditionFailed(item: $0) }
  }

  private mutating func add(_ plan: UpdatePlan) throws(TypedTableError) {
    var operation = plan.operation
    // A transaction returns no items.
    operation.returnValues = .none
    try add(.update(operation), on: operation.key, in: operation.table) { plan.failure(.conditionFailed(item: $0)) }
  }

  private mutating func add(
    _ action: TransactWriteItems.Action, on key: Item?, in table: String,
    meaning: @escaping @Sendable (Item?) -> TypedTableError
  ) throws(TypedTableError) {
    guard let key else { throw .invalid("a model of the transaction has no key") }
    guard named.insert(NamedItem(table: table, key: key)).inserted else {
      throw .invalid("a transaction names an item once: the action \(actions.count) is on one that it has already")
    }
    guard actions.count < 100 else { throw .invalid("a transaction has at most 100 actions") }
    actions.append(action)
    meanings.append(meaning)
  }
}

extension TableTransaction {
  /// Makes all the writes, or none of them.
  ///
  /// - Parameter clientRequestToken: makes the call safe to repeat for ten minutes; 1 to 36 characters.
  /// - Throws: ``TypedTableError/cancelled(_:)`` with what was refused; ``TypedTableError/client(_:)`` for the rest.
  public func commit(clientRequestToken: String? = nil) async throws(TypedTableError) {
    guard !actions.isEmpty else { return }
    do throws(DynamoDBError) {
      _ = try await client.send(TransactWriteItems(actions, clientRequestToken: clientRequestToken))
    } catch {
      guard case .transactionCanceled(let reasons) = error else { throw .client(error) }
      throw .cancelled(refusals(reasons))
    }
  }

  private func refusals(_ reasons: [CancellationReason]) -> [TransactionRefusal] {
    var refusals: [TransactionRefusal] = []
    for (index, reason) in reasons.enumerated() {
      let message = reason.message ?? reason.code.rawValue
      let error: TypedTableError
      switch reason.code {
      case .none: continue
      case .conditionalCheckFailed:
        error = meanings.indices.contains(index) ? meanings[index](reason.item) : .conditionFailed(item: reason.item)
      case .transactionConflict: error = .client(.transactionConflict(message))
      case .provisionedThroughputExceeded, .throttling: error = .client(.throttled(message))
      case .validation, .itemCollectionSizeLimitExceeded: error = .client(.validation(message))
      case .other(let code): error = .client(.service(code: code, status: 400, message: message))
      }
      refusals.append(TransactionRefusal(index: index, error: error))
    }
    return refusals
  }
}
