import DynamoDB

extension TypedTable {
  /// Reads an item. Costs half a read unit for each 4 KB, a whole one where the read is consistent.
  ///
  /// - Parameters:
  ///   - key: the item's key.
  ///   - consistentRead: sees every write that was acknowledged before the call.
  /// - Returns: `nil` where there is none.
  /// - Throws: ``TypedTableError/model(_:)`` where the item is none of the model's.
  public func get(_ key: ModelKey<Model>, consistentRead: Bool = false) async throws(TypedTableError) -> Model? {
    let output = try await send(GetItem(table: name, key: key.checked(), consistentRead: consistentRead))
    guard let item = output.item else { return nil }
    return try model(of: item)
  }

  /// Writes a whole item in place of what has its key. Costs a write unit for each KB of the larger of the two.
  ///
  /// It is created now, whenever the item before it was, and has the version that the value says: 0 where it is new. Whoever
  /// changes what others change too takes ``update(_:_:if:)``.
  ///
  /// - Returns: The value as it is stored, with what the library set.
  @discardableResult
  public func put(_ model: Model, if condition: ModelCondition<Model>? = nil) async throws(TypedTableError) -> Model {
    let put = PutPlan(
      table: name, item: lifecycle.stamped(try item(of: model), at: time.now), condition: try self.condition(condition))
    do throws(DynamoDBError) { _ = try await client.send(put.operation) } catch { throw put.failure(error) }
    return try self.model(of: put.item)
  }

  /// Writes an item that is not there yet. Costs a write unit for each KB.
  ///
  /// - Returns: The value as it is stored, with what the library set.
  /// - Throws: ``TypedTableError/exists`` where there is an item with its key, and nothing is written.
  @discardableResult
  public func create(_ model: Model) async throws(TypedTableError) -> Model {
    let put = PutPlan(table: name, item: lifecycle.stamped(try item(of: model), at: time.now), isNew: lifecycle.isNew)
    do throws(DynamoDBError) { _ = try await client.send(put.operation) } catch { throw put.failure(error) }
    return try self.model(of: put.item)
  }

  /// Deletes an item; deleting what is not there succeeds, unless something is required of it. Costs a write unit for each
  /// KB.
  ///
  /// - Parameters:
  ///   - key: the item's key.
  ///   - version: the version that the item has to have.
  ///   - condition: what else has to hold.
  /// - Throws: ``TypedTableError/versionMismatch(expected:found:)``, ``TypedTableError/conditionFailed(item:)``
  public func delete(
    _ key: ModelKey<Model>, version: ExpectedVersion? = nil, if condition: ModelCondition<Model>? = nil
  ) async throws(TypedTableError) {
    let plan = try deletion(key, version: version, if: condition)
    do throws(DynamoDBError) { _ = try await client.send(plan.operation) } catch { throw plan.failure(error) }
  }

  func deletion(
    _ key: ModelKey<Model>, version: ExpectedVersion?, if condition: ModelCondition<Model>?
  ) throws(TypedTableError) -> DeletePlan {
    DeletePlan(
      operation: DeleteItem(
        table: name, key: try key.checked(),
        condition: try lifecycle.required(
          version: version, and: try self.condition(condition), mustExist: false),
        returnValuesOnConditionCheckFailure: .allOld),
      lifecycle: lifecycle, version: version)
  }
}

/// A write of a whole item, and what its refusal means.
struct PutPlan: Sendable {
  let item: Item
  let operation: PutItem
  private let isNew: Bool

  init(table: String, item: Item, condition: Condition?) {
    self.item = item
    isNew = false
    operation = PutItem(
      table: table, item: item, condition: condition,
      returnValuesOnConditionCheckFailure: condition == nil ? .none : .allOld)
  }

  init(table: String, item: Item, isNew condition: Condition) {
    self.item = item
    isNew = true
    operation = PutItem(table: table, item: item, condition: condition)
  }

  func failure(_ error: DynamoDBError) -> TypedTableError {
    guard case .conditionFailed(let item) = error else { return .client(error) }
    return isNew ? .exists : .conditionFailed(item: item)
  }
}

/// A deletion, and what its refusal means.
struct DeletePlan: Sendable {
  let operation: DeleteItem
  let lifecycle: ItemLifecycle
  let version: ExpectedVersion?

  func failure(_ error: DynamoDBError) -> TypedTableError {
    guard case .conditionFailed(let item) = error else { return .client(error) }
    return lifecycle.refusal(of: item, version: version, mustExist: false)
  }
}
