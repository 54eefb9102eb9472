import DynamoDB

// `Query` and `Scan`.
extension Engine {
  func run(_ operation: Query) async throws(DynamoDBError) -> PageOutput {
    try await storage.read { transaction throws(DynamoDBError) in
      let table = try self.table(operation.table, in: transaction)
      try Self.refuse(index: operation.index, of: table)
      try operation.checkFilter(against: table.schema)
      var range = StorageRange(forward: operation.scanForward)
      range.partition = try table.schema.partitionBytes(of: operation.keyCondition)
      if let sort = operation.keyCondition.sort { range.restrict(to: sort.range) }
      if let start = operation.exclusiveStartKey {
        let key = try table.schema.startKey(start)
        guard key.partition == range.partition, range.contains(sort: key.sort) else {
          throw .validation("The provided starting key is outside query boundaries based on provided conditions")
        }
        range.start = key
      }
      let page = Page(
        limit: operation.limit, filter: operation.filter, projection: operation.projection, select: operation.select)
      return try page.read(
        range, of: table, in: transaction, consistent: operation.consistentRead,
        reporting: operation.returnConsumedCapacity)
    }
  }

  func run(_ operation: Scan) async throws(DynamoDBError) -> PageOutput {
    try await storage.read { transaction throws(DynamoDBError) in
      let table = try self.table(operation.table, in: transaction)
      try Self.refuse(index: operation.index, of: table)
      let start: StorageKey? = if let key = operation.exclusiveStartKey { try table.schema.startKey(key) } else { nil }
      let page = Page(
        limit: operation.limit, filter: operation.filter, projection: operation.projection, select: operation.select,
        segment: operation.segment)
      return try page.read(
        .all(after: start), of: table, in: transaction, consistent: operation.consistentRead,
        reporting: operation.returnConsumedCapacity)
    }
  }

  private static func refuse(index: String?, of table: StoredTable) throws(DynamoDBError) {
    if let index { throw .validation("The table does not have the specified index: \(index)") }
  }
}

/// One page of a query or scan.
private struct Page {
  var limit: Int?
  var filter: Condition?
  var projection: Projection?
  var select: Select?
  var segment: Scan.Segment?

  /// A page ends when this many bytes of items have been read.
  static let maximumSize = 1024 * 1024

  func read(
    _ range: StorageRange, of table: StoredTable, in transaction: borrowing some StorageTransaction, consistent: Bool,
    reporting: ReturnConsumedCapacity
  ) throws(DynamoDBError) -> PageOutput {
    try checkSelect()
    try checkBounds(start: range.start)
    var items: [Item] = []
    var count = 0
    var scanned = 0
    var size = 0
    var last: Item?
    try transaction.visit(range, in: table) { key, item throws(DynamoDBError) in
      guard segment?.contains(key) ?? true else { return true }
      scanned += 1
      size += item.size
      if try matches(item) {
        count += 1
        if select != .count { items.append(projection?.apply(to: item) ?? item) }
      }
      let isFull = scanned == limit || size >= Self.maximumSize
      if isFull { last = table.schema.key(of: item) }
      return !isFull
    }
    let capacity = reporting.report(table.name, CapacityUnits.read(size, consistent: consistent))
    return select == .count
      ? .onlyCount(count, scannedCount: scanned, lastEvaluatedKey: last, consumedCapacity: capacity)
      : PageOutput(
        items: items, count: count, scannedCount: scanned, lastEvaluatedKey: last, consumedCapacity: capacity)
  }

  private func matches(_ item: Item) throws(DynamoDBError) -> Bool {
    guard let filter else { return true }
    do throws(EvaluationError) {
      return try filter.isSatisfied(by: item)
    } catch {
      throw .validation(error.message(in: "FilterExpression"))
    }
  }

  /// Limits and segments, which the wire's reader has checked too, for requests that were made in Swift; and that a
  /// segment goes on where it can have ended.
  private func checkBounds(start: StorageKey?) throws(DynamoDBError) {
    if let limit, limit < 1 { throw .validation("the limit of a page is at least 1, not \(limit)") }
    if let segment, segment.index < 0 || segment.index >= segment.total {
      throw .validation("segment \(segment.index) of \(segment.total): the index is from 0 to the total less 1")
    }
    if let segment, let start, !segment.contains(start) {
      throw .validation(
        "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct "
          + "Segment. TotalSegments: \(segment.total) Segment: \(segment.index)")
    }
  }

  private func checkSelect() throws(DynamoDBError) {
    switch select {
    case .allProjectedAttributes:
      throw .validation("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")
    case .specificAttributes where projection == nil:
      throw .validation(
        "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES")
    case .allAttributes where projection != nil:
      throw .validation("Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES")
    case .count where projection != nil:
      throw .validation("Cannot specify the ProjectionExpression when choosing to get only the Count")
    default: break
    }
  }
}

extension Scan.Segment {
  /// Whether a partition belongs to this segment: by a hash of its key (FNV-1a), the same in every process.
  fileprivate func contains(_ key: StorageKey) -> Bool {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in key.partition { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash % UInt64(total) == UInt64(index)
  }
}

extension KeySchema {
  /// The partition that a key condition names, after its types have been checked.
  fileprivate func partitionBytes(of condition: KeyCondition) throws(DynamoDBError) -> [UInt8] {
    var condition = condition
    if condition.partitionAttribute == sort?.name, let other = condition.sort, other.attribute == partition.name,
      case .equal(let value) = other.range
    {
      condition = KeyCondition(
        partition: other.attribute, equals: value, sort: condition.partitionAttribute,
        .equal(condition.partitionValue))
    }
    guard condition.partitionAttribute == partition.name else {
      throw .validation("Query condition missed key schema element: \(partition.name)")
    }
    if let range = condition.sort {
      guard let sort, range.attribute == sort.name else {
        throw .validation(
          sort.map { "Query condition missed key schema element: \($0.name)" } ?? "Query key condition not supported")
      }
      try Self.check(range.range.values, sort)
    }
    try Self.check([condition.partitionValue], partition)
    return condition.partitionValue.keyBytes ?? []
  }

  private static func check(_ values: [AttributeValue], _ attribute: Attribute) throws(DynamoDBError) {
    for value in values {
      guard value.typeTag.rawValue == attribute.kind.rawValue else {
        throw .validation(
          "One or more parameter values were invalid: Condition parameter type does not match schema type")
      }
      guard value.keyBytes?.isEmpty == false else {
        throw .validation(
          "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
            + "empty \(value.typeTag == .binary ? "binary" : "string") value. Key: \(attribute.name)")
      }
    }
  }

  fileprivate func startKey(_ key: Item) throws(DynamoDBError) -> StorageKey {
    do throws(DynamoDBError) {
      return try storageKey(ofKey: key)
    } catch .validation(let message) {
      throw .validation("The provided starting key is invalid: \(message)")
    }
  }
}

extension KeyCondition.SortRange {
  var values: [AttributeValue] {
    switch self {
    case .equal(let value), .less(let value), .lessOrEqual(let value), .greater(let value),
      .greaterOrEqual(let value), .beginsWith(let value):
      [value]
    case .between(let low, let high): [low, high]
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
