import DynamoDB

/// One page of a query or scan.
struct Page {
  var source: PageSource
  var limit: Int?
  var filter: Condition?
  var projection: Projection?
  var select: Select?
  var segment: Scan.Segment?
  var consistent: Bool

  /// A page ends when this many bytes of items have been read.
  static let maximumSize = 1024 * 1024

  /// - Parameter name: what the request called the table.
  func read(
    _ range: StorageRange, in transaction: borrowing some StorageTransaction, named name: String,
    reporting: ReturnConsumedCapacity
  ) throws(DynamoDBError) -> PageOutput {
    try checkSelect()
    try checkBounds(start: range.start)
    let fetches = try fetchesItems()
    var items: [Item] = []
    var count = 0
    var scanned = 0
    var size = 0
    var fetched = 0.0
    var last: Item?
    try source.visit(range, in: transaction) { key, stored throws(DynamoDBError) in
      guard segment?.contains(key) ?? true else { return true }
      scanned += 1
      let item: Item
      if let index = source.index {
        size += index.size(of: stored, in: source.table.schema)
        item = fetches ? stored : index.held(of: stored, in: source.table.schema)
        if fetches { fetched += CapacityUnits.read(stored.size, consistent: consistent) }
      } else {
        size += stored.size
        item = stored
      }
      if try matches(item) {
        count += 1
        if select != .count { items.append(projection?.apply(to: item) ?? item) }
      }
      let isFull = scanned == limit || size >= Self.maximumSize
      if isFull { last = source.key(of: stored) }
      return !isFull
    }
    var tally = CapacityTally(reporting)
    tally.read(CapacityUnits.read(size, consistent: consistent), of: name, index: source.index)
    if fetches { tally.read(fetched, of: name) }
    return select == .count
      ? .onlyCount(count, scannedCount: scanned, lastEvaluatedKey: last, consumedCapacity: tally.sum)
      : PageOutput(
        items: items, count: count, scannedCount: scanned, lastEvaluatedKey: last, consumedCapacity: tally.sum)
  }

  private func matches(_ item: Item) throws(DynamoDBError) -> Bool {
    guard let filter else { return true }
    do throws(EvaluationError) {
      return try filter.isSatisfied(by: item)
    } catch {
      throw .validation(error.message(in: "FilterExpression"))
    }
  }

  /// Whether whole items are read for what an index does not hold: a local index's can be, a global one's cannot.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Local secondary indexes", "Attribute projections", and "Using global
  /// secondary indexes in DynamoDB".
  private func fetchesItems() throws(DynamoDBError) -> Bool {
    guard let index = source.index, let held = index.held(in: source.table.schema) else { return false }
    let missing = (projection?.paths.map(\.attribute) ?? []).filter { !held.contains($0) }
    switch index.scope {
    case .local:
      return select == .allAttributes || !missing.isEmpty
        || filter?.attributes.contains { !held.contains($0) } ?? false
    case .global:
      if select == .allAttributes {
        throw .invalidParameter(
          "Select type ALL_ATTRIBUTES is not supported for global secondary index \(index.name) because its "
            + "projection type is not ALL")
      }
      guard missing.isEmpty else {
        throw .invalidParameter(
          "Global secondary index \(index.name) does not project [\(missing.sorted().joined(separator: ", "))]")
      }
      return false
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
    case .allProjectedAttributes where source.index == nil:
      throw .validation("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")
    case .allProjectedAttributes where projection != nil:
      throw .validation("Cannot specify the ProjectionExpression when choosing to get ALL_PROJECTED_ATTRIBUTES")
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
