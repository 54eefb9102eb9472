extension DynamoDBClient {
  /// Reads one item; see ``GetItem`` for its cost.
  ///
  /// - Returns: `nil` where there is none.
  /// - Throws: ``DynamoDBError``; an item that is not there is no error.
  public func getItem(
    _ key: Item, from table: String, consistentRead: Bool = false, projection: Projection? = nil
  ) async throws(DynamoDBError) -> Item? {
    try await send(GetItem(table: table, key: key, consistentRead: consistentRead, projection: projection)).item
  }

  /// Writes one whole item; see ``PutItem`` for its cost.
  ///
  /// - Throws: ``DynamoDBError/conditionFailed(item:)`` where the condition is false.
  public func putItem(_ item: Item, into table: String, if condition: Condition? = nil) async throws(DynamoDBError) {
    _ = try await send(PutItem(table: table, item: item, condition: condition))
  }

  /// Changes attributes of one item and returns what it is now; see ``UpdateItem`` for its cost.
  ///
  /// - Throws: ``DynamoDBError/conditionFailed(item:)`` where the condition is false.
  @discardableResult
  public func updateItem(
    _ key: Item, in table: String, _ update: Update, if condition: Condition? = nil
  ) async throws(DynamoDBError) -> Item {
    try await send(UpdateItem(table: table, key: key, update: update, condition: condition, returnValues: .allNew))
      .attributes ?? [:]
  }

  /// Deletes one item; see ``DeleteItem`` for its cost.
  ///
  /// - Throws: ``DynamoDBError/conditionFailed(item:)`` where the condition is false.
  public func deleteItem(_ key: Item, from table: String, if condition: Condition? = nil) async throws(DynamoDBError) {
    _ = try await send(DeleteItem(table: table, key: key, condition: condition))
  }

  /// Writes several items, all or none; see ``TransactWriteItems`` for its cost.
  ///
  /// - Throws: ``DynamoDBError/transactionCanceled(_:)`` with a reason for each action.
  public func transactWriteItems(
    _ actions: [TransactWriteItems.Action], clientRequestToken: String? = nil
  ) async throws(DynamoDBError) {
    _ = try await send(TransactWriteItems(actions, clientRequestToken: clientRequestToken))
  }

  /// Creates a table, unless it is there already. One request, and no capacity.
  ///
  /// - Returns: Whether it was created. Whether one that was there has these keys and indexes is not looked at.
  /// - Throws: ``DynamoDBError``, but never ``DynamoDBError/resourceInUse(_:)``.
  @discardableResult
  public func createTableIfMissing(_ table: CreateTable) async throws(DynamoDBError) -> Bool {
    do throws(DynamoDBError) {
      _ = try await send(table)
      return true
    } catch .resourceInUse {
      return false
    }
  }
}
