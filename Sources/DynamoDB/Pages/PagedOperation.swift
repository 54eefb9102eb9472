/// A request whose answer comes in pages: ``Query`` and ``Scan``.
public protocol PagedOperation: DynamoDBOperation where Output == PageOutput {
  /// Where the page before this one ended.
  var exclusiveStartKey: Item? { get set }

  /// Where to go on after `page`, which this request was answered with; `nil` where it was the last one.
  func cursor(after page: PageOutput) -> PageCursor?

  /// This request, going on at `cursor`.
  ///
  /// - Throws: ``PageCursorError/mismatch(_:)`` where the cursor is of another request.
  func resumed(at cursor: PageCursor) throws(PageCursorError) -> Self
}

extension Query: PagedOperation {
  public func cursor(after page: PageOutput) -> PageCursor? {
    page.lastEvaluatedKey.map { key in
      PageCursor(lastKey: key, index: index, sort: scanForward ? .ascending : .descending)
    }
  }

  /// This query, going on at `cursor`. It may have another filter, projection or limit than the one before.
  ///
  /// - Throws: ``PageCursorError/mismatch(_:)`` where the cursor is of another index, direction or partition. A
  ///   cursor does not name its table; one of a table with the same key attributes goes unnoticed if the partition
  ///   has the same value there.
  public func resumed(at cursor: PageCursor) throws(PageCursorError) -> Query {
    try cursor.requireIndex(index)
    // A cursor that does not say its direction is of a query that did not say it either: ascending.
    let own: PageCursor.Sort = scanForward ? .ascending : .descending
    let other = cursor.sort ?? .ascending
    guard other == own else {
      throw .mismatch("the cursor is of a query in the order \(other.rawValue), this one has \(own.rawValue)")
    }
    guard cursor.lastKey[keyCondition.partitionAttribute] == keyCondition.partitionValue else {
      throw .mismatch("the cursor is not of the partition that the query reads")
    }
    if let sort = keyCondition.sort, cursor.lastKey[sort.attribute] == nil {
      throw .mismatch("the cursor has not the query's sort key \(sort.attribute)")
    }
    var query = self
    query.exclusiveStartKey = cursor.lastKey
    return query
  }
}

extension Scan: PagedOperation {
  public func cursor(after page: PageOutput) -> PageCursor? {
    page.lastEvaluatedKey.map { PageCursor(lastKey: $0, index: index) }
  }

  /// This scan, going on at `cursor`. It may have another filter, projection or limit than the one before.
  ///
  /// - Throws: ``PageCursorError/mismatch(_:)`` where the cursor is of another index, or of a query. A cursor does
  ///   not name its table or segment: DynamoDB refuses a key that does not fit them.
  public func resumed(at cursor: PageCursor) throws(PageCursorError) -> Scan {
    try cursor.requireIndex(index)
    if let sort = cursor.sort {
      throw .mismatch("the cursor is of a query in the order \(sort.rawValue), not of a scan")
    }
    var scan = self
    scan.exclusiveStartKey = cursor.lastKey
    return scan
  }
}

extension PageCursor {
  fileprivate func requireIndex(_ other: String?) throws(PageCursorError) {
    guard index != other else { return }
    let names = [index, other].map { $0.map { "the index \($0)" } ?? "the table itself" }
    throw .mismatch("the cursor is of \(names[0]), the request of \(names[1])")
  }
}
