/// The pages of a ``Query`` or ``Scan``, one request for each, sent when the page is asked for.
///
/// Each iteration begins anew, at the request's own beginning. A page may be empty and not be the last one. After an
/// error the iteration is over; a cancelled task gets ``DynamoDBError/cancelled`` and not an end that looks like the
/// table's.
public struct Pages<Client: DynamoDBClient, Operation: PagedOperation>: AsyncSequence, Sendable {
  public typealias Element = PageOutput
  public typealias Failure = DynamoDBError

  let client: Client
  let operation: Operation

  public struct AsyncIterator: AsyncIteratorProtocol {
    let client: Client
    /// The request of the next page, or `nil` at the end.
    var request: Operation?

    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(DynamoDBError) -> PageOutput? {
      guard var following = request else { return nil }
      request = nil
      if Task.isCancelled { throw .cancelled }
      let page = try await client.send(following)
      if let key = page.lastEvaluatedKey {
        following.exclusiveStartKey = key
        request = following
      }
      return page
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(client: client, request: operation) }
}

/// The items of a ``Query`` or ``Scan``, page by page as in ``Pages``: one request for each page, sent when its first
/// item is asked for.
public struct PagedItems<Client: DynamoDBClient, Operation: PagedOperation>: AsyncSequence, Sendable {
  public typealias Element = Item
  public typealias Failure = DynamoDBError

  let pages: Pages<Client, Operation>

  public struct AsyncIterator: AsyncIteratorProtocol {
    var pages: Pages<Client, Operation>.AsyncIterator
    var page: [Item] = []
    var position = 0

    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(DynamoDBError) -> Item? {
      while position == page.count {
        guard let next = try await pages.next(isolation: actor) else { return nil }
        page = next.items
        position = 0
      }
      if Task.isCancelled { throw .cancelled }
      defer { position += 1 }
      return page[position]
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: pages.makeAsyncIterator()) }
}

extension DynamoDBClient {
  /// The pages of a query or scan, from its ``PagedOperation/exclusiveStartKey`` or the beginning.
  ///
  ///     for try await page in client.pages(of: query) {
  ///       await show(page.items)
  ///       save(query.cursor(after: page))
  ///     }
  ///
  /// The request's `limit` keeps DynamoDB's meaning: how many items are read for one page, before the filter.
  public func pages<Operation: PagedOperation>(of operation: Operation) -> Pages<Self, Operation> {
    Pages(client: self, operation: operation)
  }

  /// The items of a query or scan, from its ``PagedOperation/exclusiveStartKey`` or the beginning, all pages through.
  public func items<Operation: PagedOperation>(of operation: Operation) -> PagedItems<Self, Operation> {
    PagedItems(pages: pages(of: operation))
  }
}
