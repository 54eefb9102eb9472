package import DynamoDB

extension IdempotencyStore {
  /// All records beside a page's rows, or of a partition of their own, in their ids' order: for people who look at a table.
  ///
  /// Costs one read unit for each 4 KB of records. Those whose time is over are left out.
  package func records(on partition: CacheKey) async throws(DynamoDBError) -> [IdempotencyRecord] {
    let query = Query(
      table: plan.table,
      keyCondition: KeyCondition(
        partition: Attribute.partition, equals: .string(partition.partition), sort: Attribute.sort,
        .beginsWith(.string(RowKey.request("")))),
      consistentRead: true)
    return try await Self.rows(of: query, on: client).compactMap { item in
      guard let sort = item[Attribute.sort]?.string else { return nil }
      let row = RequestRow(item, at: time.now)
      if let expiresAt = row.expiresAt, Timestamp(seconds: expiresAt) <= time.now { return nil }
      return row.record(of: IdempotencyKey(String(sort.dropFirst(RowKey.request("").count)), on: partition))
    }
  }

  private static func rows(of query: Query, on client: some DynamoDBClient) async throws(DynamoDBError) -> [Item] {
    var rows: [Item] = []
    for try await item in client.items(of: query) { rows.append(item) }
    return rows
  }
}
