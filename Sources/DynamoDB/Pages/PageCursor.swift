/// Where a page ended: what a caller keeps, or gives to a browser, to go on there later.
///
///     let page = try await client.send(query)
///     let next = query.cursor(after: page)?.text
///     // later, in another process:
///     let following = try client.send(query.resumed(at: PageCursor(parsing: next)))
///
/// Pages end where DynamoDB ended them, so there is a cursor after each page and not after each item; whoever wants
/// smaller steps sets the request's `limit`, or makes a cursor of the key of the item that was taken last (of an
/// index, its key attributes and the table's).
///
/// The text is TableTheory's format, the same in its Go, TypeScript and Python SDKs. It can be read by anybody who
/// has it: it holds key values. It can be forged too, and then is a key like any other: do not take it for proof of a
/// right to read.
public struct PageCursor: Hashable, Sendable {
  /// A query's direction.
  public enum Sort: String, Hashable, Sendable, CaseIterable {
    /// From the lowest sort key on.
    case ascending = "ASC"
    /// From the highest on.
    case descending = "DESC"
  }

  /// The key of the last item that was read: ``PageOutput/lastEvaluatedKey``.
  public var lastKey: Item
  /// The index that was read, or `nil` for the table itself.
  public var index: String?
  /// The direction of a query; `nil` for a scan.
  public var sort: Sort?

  /// A cursor behind `lastKey`.
  public init(lastKey: Item, index: String? = nil, sort: Sort? = nil) {
    self.lastKey = lastKey
    self.index = index
    self.sort = sort
  }
}

/// Why a cursor cannot be used. No case holds the cursor's text or key.
public enum PageCursorError: Error, Hashable, Sendable {
  /// The text is no cursor: it was cut, changed, or made by something else.
  case malformed(String)
  /// It is a cursor, but of another request.
  case mismatch(String)
}

extension PageCursorError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let reason): "not a cursor: \(reason)"
    case .mismatch(let reason): "a cursor of another request: \(reason)"
    }
  }
}
