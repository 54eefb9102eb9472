/// A parallel scan that did not come to its end.
public struct ParallelScanIncomplete: Error, Sendable {
  /// How far each segment has come. A page whose body threw is not counted as read: it comes again.
  public var cursor: ParallelScanCursor
  /// What ended the scan first: a ``DynamoDBError``, or what the body threw.
  public var reason: any Error

  /// An error of its parts: for clients and tests that make one.
  public init(cursor: ParallelScanCursor, reason: any Error) {
    self.cursor = cursor
    self.reason = reason
  }
}

extension DynamoDBClient {
  /// Reads a whole table in segments side by side, each page handed to `body` as it comes.
  ///
  ///     try await client.scan(Scan(table: "pages"), segments: 4) { page, segment in
  ///       try await copy(page.items)
  ///     }
  ///
  /// There are at most as many requests under way as there are segments, and a segment asks for its next page when
  /// its body is done with the last one. `body` runs for several segments at once, and for one segment's pages in
  /// their order. Returns when all pages are done with; an error anywhere ends all segments.
  ///
  /// - Parameters:
  ///   - scan: without a segment or a starting key of its own.
  ///   - segments: how many parts are read at the same time.
  ///   - body: is called with each page.
  /// - Throws: ``ParallelScanIncomplete``, with the place to go on.
  public func scan(
    _ scan: Scan, segments: Int,
    page body: @escaping @Sendable (_ page: PageOutput, _ segment: Scan.Segment) async throws -> Void
  ) async throws(ParallelScanIncomplete) {
    try await self.scan(scan, from: ParallelScanCursor(of: scan, segments: segments), page: body)
  }

  /// Goes on with a parallel scan, at the cost of what is left to read; otherwise as ``scan(_:segments:page:)``.
  ///
  /// - Parameters:
  ///   - body: is called with each page.
  ///   - scan: the scan that the cursor is of; it may have another filter, projection or limit.
  ///   - cursor: where each segment goes on.
  /// - Throws: ``ParallelScanIncomplete``, with the place to go on; its reason is ``PageCursorError/mismatch(_:)``
  ///   where the cursor is of another table or index.
  public func scan(
    _ scan: Scan, from cursor: ParallelScanCursor,
    page body: @escaping @Sendable (_ page: PageOutput, _ segment: Scan.Segment) async throws -> Void
  ) async throws(ParallelScanIncomplete) {
    let run = ParallelScan(client: self, scan: scan, body: body)
    try run.check(cursor)
    var reached = cursor
    let reason = await withTaskGroup(of: ParallelScan<Self>.Part.self) { group -> (any Error)? in
      for (index, position) in cursor.positions.enumerated() where position != .end {
        group.addTask { await run.read(index, of: cursor.positions.count, from: position) }
      }
      var reason: (any Error)?
      for await part in group {
        reached.set(part.index, to: part.position)
        guard let error = part.error else { continue }
        reason = reason ?? error
        group.cancelAll()
      }
      return reason
    }
    if let reason { throw ParallelScanIncomplete(cursor: reached, reason: reason) }
  }
}

/// The segments of one parallel scan.
private struct ParallelScan<Client: DynamoDBClient>: Sendable {
  let client: Client
  let scan: Scan
  let body: @Sendable (PageOutput, Scan.Segment) async throws -> Void

  /// How far a segment came, and what stopped it.
  struct Part: Sendable {
    var index: Int
    var position: ParallelScanCursor.Position
    var error: (any Error)?
  }

  func check(_ cursor: ParallelScanCursor) throws(ParallelScanIncomplete) {
    guard scan.segment == nil, scan.exclusiveStartKey == nil else {
      throw ParallelScanIncomplete(
        cursor: cursor,
        reason: DynamoDBError.validation("a parallel scan has its segments and starting keys from its cursor"))
    }
    guard (1...ParallelScanCursor.maximumCount).contains(cursor.positions.count) else {
      throw ParallelScanIncomplete(
        cursor: cursor,
        reason: DynamoDBError.validation(
          "a parallel scan has 1 to \(ParallelScanCursor.maximumCount) segments, not \(cursor.positions.count)"))
    }
    guard cursor.table == scan.table, cursor.index == scan.index else {
      throw ParallelScanIncomplete(
        cursor: cursor, reason: PageCursorError.mismatch("the cursor is of another table or index than the scan"))
    }
  }

  func read(_ index: Int, of total: Int, from position: ParallelScanCursor.Position) async -> Part {
    var part = Part(index: index, position: position)
    let segment = Scan.Segment(index: index, total: total)
    var scan = scan
    scan.segment = segment
    if case .after(let key) = position { scan.exclusiveStartKey = key }
    do {
      for try await page in client.pages(of: scan) {
        try await body(page, segment)
        part.position = page.lastEvaluatedKey.map { .after($0) } ?? .end
      }
    } catch {
      part.error = error
    }
    return part
  }
}
