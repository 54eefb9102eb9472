import DynamoDB

// `Query` and `Scan`.
extension Engine {
  func run(_ operation: Query) async throws(DynamoDBError) -> PageOutput {
    try await storage.read { transaction throws(DynamoDBError) in
      let source = try PageSource(
        self.table(operation.table, in: transaction), index: operation.index, consistent: operation.consistentRead)
      try operation.checkFilter(against: source.schema)
      var range = try source.schema.range(of: operation.keyCondition, forward: operation.scanForward)
      if let start = operation.exclusiveStartKey {
        let place = try source.start(start)
        guard place.partition == range.partition, range.contains(sort: place.sort) else {
          throw .validation("The provided starting key is outside query boundaries based on provided conditions")
        }
        range.start = place.entry
      }
      let page = Page(
        source: source, limit: operation.limit, filter: operation.filter, projection: operation.projection,
        select: operation.select, consistent: operation.consistentRead)
      return try page.read(
        range, in: transaction, named: operation.table, reporting: operation.returnConsumedCapacity)
    }
  }

  func run(_ operation: Scan) async throws(DynamoDBError) -> PageOutput {
    try await storage.read { transaction throws(DynamoDBError) in
      let source = try PageSource(
        self.table(operation.table, in: transaction), index: operation.index, consistent: operation.consistentRead)
      let start = try operation.exclusiveStartKey.map { key throws(DynamoDBError) in try source.start(key).entry }
      let page = Page(
        source: source, limit: operation.limit, filter: operation.filter, projection: operation.projection,
        select: operation.select, segment: operation.segment, consistent: operation.consistentRead)
      return try page.read(
        .all(after: start), in: transaction, named: operation.table, reporting: operation.returnConsumedCapacity)
    }
  }
}

extension Query {
  fileprivate func checkFilter(against schema: KeySchema) throws(DynamoDBError) {
    let filtered = Set(filter?.attributes ?? [])
    if let key = schema.attributes.first(where: { filtered.contains($0.name) }) {
      throw .validation(
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: \(key.name)")
    }
  }
}
