public import DynamoDB

/// One page of a query or a scan.
public struct ModelPage<Element: Sendable>: Sendable {
  /// What the filter let through; a page can be empty and not be the last.
  public var elements: [Element]
  /// Where to go on: keep its ``DynamoDB/PageCursor/text``. `nil` where this page is the last.
  public var cursor: PageCursor?
  /// How many items were read, before the filter.
  public var scannedCount: Int
}

/// The pages of a query or a scan, one request for each, sent when the page is asked for.
///
///     let pages = articles.query(Article.partition(pk: "a"), pageSize: 20, from: cursor).pages
///     for try await page in pages { ... }
///
/// Each iteration begins anew. After an error it is over; a cancelled task gets an error and not an end that looks like the
/// table's.
public struct ModelPages<Element: Sendable, Operation: PagedOperation>: AsyncSequence, Sendable {
  public typealias Failure = TypedTableError

  let client: any DynamoDBClient
  let request: Result<Operation, TypedTableError>
  let read: @Sendable (Item) throws(TypedTableError) -> Element

  public struct AsyncIterator: AsyncIteratorProtocol {
    let client: any DynamoDBClient
    let read: @Sendable (Item) throws(TypedTableError) -> Element
    /// The request of the next page, or `nil` at the end.
    var request: Result<Operation, TypedTableError>?

    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(TypedTableError) -> ModelPage<Element>? {
      guard let following = request else { return nil }
      request = nil
      let operation = try following.get()
      if Task.isCancelled { throw .client(.cancelled) }
      let output: PageOutput
      do throws(DynamoDBError) { output = try await client.send(operation) } catch { throw .client(error) }
      let page = ModelPage(
        elements: try output.items.map(read), cursor: operation.cursor(after: output), scannedCount: output.scannedCount
      )
      if let key = output.lastEvaluatedKey {
        var next = operation
        next.exclusiveStartKey = key
        request = .success(next)
      }
      return page
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(client: client, read: read, request: request) }
}

/// The models that a query or a scan finds, all pages through: one request for each page, sent when its first element is
/// asked for.
public struct ModelSequence<Element: Sendable, Operation: PagedOperation>: AsyncSequence, Sendable {
  public typealias Failure = TypedTableError

  /// The same, page by page, with cursors.
  public let pages: ModelPages<Element, Operation>

  public struct AsyncIterator: AsyncIteratorProtocol {
    var pages: ModelPages<Element, Operation>.AsyncIterator
    var page: [Element] = []
    var position = 0

    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(TypedTableError) -> Element? {
      while position == page.count {
        guard let next = try await pages.next(isolation: actor) else { return nil }
        page = next.elements
        position = 0
      }
      if Task.isCancelled { throw .client(.cancelled) }
      defer { position += 1 }
      return page[position]
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: pages.makeAsyncIterator()) }
}
