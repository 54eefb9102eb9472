extension DynamoDBClient {
  /// Reads the items of any number of keys, and asks again for what an answer leaves.
  ///
  ///     let pages = try await client.batchGetItems(keys, from: "pages", consistentRead: true)
  ///
  /// One request for a hundred keys, and one for each rest. Keys that are there twice are read once.
  ///
  /// - Returns: The items that are there, in no order that means anything.
  /// - Throws: ``BatchGetIncomplete`` where not all could be read, with what was read and what was not.
  public func batchGetItems(
    _ keys: [Item], from table: String, consistentRead: Bool = false, projection: Projection? = nil,
    policy: BatchPolicy = BatchPolicy()
  ) async throws(BatchGetIncomplete) -> [Item] {
    let request = BatchGetItem.Keys(keys, consistentRead: consistentRead, projection: projection)
    return try await batchGetItems([table: request], policy: policy)[table] ?? []
  }

  /// Reads the items of any number of keys of several tables; otherwise as
  /// ``batchGetItems(_:from:consistentRead:projection:policy:)``.
  ///
  /// - Returns: The items that are there, by the names of their tables: an entry for each table of the request.
  /// - Throws: ``BatchGetIncomplete`` where not all could be read, with what was read and what was not.
  public func batchGetItems(
    _ requests: [String: BatchGetItem.Keys], policy: BatchPolicy = BatchPolicy()
  ) async throws(BatchGetIncomplete) -> [String: [Item]] {
    let gets = BatchGets(requests: requests)
    let progress = await BatchRun(kind: gets, client: self, policy: policy).carryOut(gets.elements)
    var items = requests.mapValues { _ in [Item]() }
    for output in progress.outputs { items.merge(output.items) { $0 + $1 } }
    if let reason = progress.interruption {
      throw BatchGetIncomplete(
        items: items, unprocessed: gets.grouped(progress.uncertain + progress.unprocessed), reason: reason)
    }
    return items
  }

  /// Puts and deletes any number of items, without conditions, and sends again what an answer leaves.
  ///
  ///     try await client.batchWriteItems(puts: pages, in: "pages", keyedBy: ["pk", "sk"])
  ///
  /// One request for 25 writes, and one for each rest. Each write is atomic, the batch is not.
  ///
  /// - Parameters:
  ///   - items: as many as there are.
  ///   - keys: the items' keys, as many as there are.
  ///   - table: the table's name.
  ///   - keyAttributes: the names of the table's key attributes: two writes of one item are refused before
  ///     anything is sent.
  ///   - policy: how long it may take, and how it is repeated.
  /// - Throws: ``BatchWriteIncomplete`` where not all could be written, with what is left.
  public func batchWriteItems(
    puts items: [Item] = [], deletes keys: [Item] = [], in table: String, keyedBy keyAttributes: [String],
    policy: BatchPolicy = BatchPolicy()
  ) async throws(BatchWriteIncomplete) {
    let writes = items.map { BatchWriteItem.Write.put($0) } + keys.map { .delete(key: $0) }
    try await batchWriteItems([table: writes], keyedBy: [table: keyAttributes], policy: policy)
  }

  /// Puts and deletes any number of items of several tables; otherwise as
  /// ``batchWriteItems(puts:deletes:in:keyedBy:policy:)``.
  ///
  /// - Parameters:
  ///   - requests: by table, as many as there are.
  ///   - keyAttributes: the names of each table's key attributes.
  ///   - policy: how long it may take, and how it is repeated.
  /// - Throws: ``BatchWriteIncomplete`` where not all could be written, with what is left.
  public func batchWriteItems(
    _ requests: [String: [BatchWriteItem.Write]], keyedBy keyAttributes: [String: [String]],
    policy: BatchPolicy = BatchPolicy()
  ) async throws(BatchWriteIncomplete) {
    let writes = BatchWrites(requests: requests)
    do throws(DynamoDBError) {
      try writes.refuseDuplicates(keyedBy: keyAttributes)
    } catch {
      throw BatchWriteIncomplete(written: 0, uncertain: [:], unprocessed: requests, reason: .failed(error))
    }
    let progress = await BatchRun(kind: writes, client: self, policy: policy).carryOut(writes.elements)
    if let reason = progress.interruption {
      throw BatchWriteIncomplete(
        written: progress.processed, uncertain: BatchWrites.grouped(progress.uncertain),
        unprocessed: BatchWrites.grouped(progress.unprocessed), reason: reason)
    }
  }
}
