public import DynamoDB

extension TypedTable {
  /// Reads the items of any number of keys. One request for a hundred keys, and one for each rest.
  ///
  /// - Returns: The items that are there, in no order that means anything.
  /// - Throws: ``TypedTableError/incompleteRead(_:)`` where not all could be read, with what was read and what was not.
  public func get(
    all keys: [ModelKey<Model>], consistentRead: Bool = false, policy: BatchPolicy? = nil
  ) async throws(TypedTableError) -> [Model] {
    var items: [Item] = []
    for key in keys { items.append(try key.checked()) }
    let read: [Item]
    do throws(BatchGetIncomplete) {
      read = try await client.batchGetItems(
        items, from: name, consistentRead: consistentRead, policy: policy ?? BatchPolicy(time: time))
    } catch {
      throw .incompleteRead(error)
    }
    return try read.map { (item) throws(TypedTableError) in try model(of: item) }
  }

  /// Puts and deletes any number of items, without conditions. One request for 25 writes, and one for each rest; each write
  /// is atomic, the batch is not.
  ///
  /// - Returns: The values as they are stored, with what the library set, in the order of `models`.
  /// - Throws: ``TypedTableError/incompleteWrite(_:)`` where not all could be written, with what is left.
  @discardableResult
  public func write(
    puts models: [Model] = [], deletes keys: [ModelKey<Model>] = [], policy: BatchPolicy? = nil
  ) async throws(TypedTableError) -> [Model] {
    let now = time.now
    let items = try models.map { (model) throws(TypedTableError) in lifecycle.stamped(try item(of: model), at: now) }
    let deleted = try keys.map { (key) throws(TypedTableError) in try key.checked() }
    do throws(BatchWriteIncomplete) {
      try await client.batchWriteItems(
        puts: items, deletes: deleted, in: name, keyedBy: Model.schema.key?.attributes.map(\.name) ?? [],
        policy: policy ?? BatchPolicy(time: time))
    } catch {
      throw .incompleteWrite(error)
    }
    return try items.map { (item) throws(TypedTableError) in try model(of: item) }
  }
}
