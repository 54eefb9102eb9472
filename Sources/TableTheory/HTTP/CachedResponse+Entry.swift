public import DynamoDB
internal import HTTPTypes

extension CachedResponse {
  /// A page as its entry has it.
  ///
  /// - Parameters:
  ///   - entry: the page.
  ///   - freshness: the entry's: ``Freshness/init(of:at:generations:)``. Only an invalidation in it counts: how old the page is
  ///     follows from the time of the answer.
  ///   - bodyLength: in bytes; without it, what the entry's headers have as `content-length`.
  ///   - staleWhileRevalidate: how long other caches may go on with it while they ask for a new one.
  ///   - staleIfError: how long other caches may go on with it when this server fails.
  public init(
    _ entry: CacheEntry, freshness: Freshness, bodyLength: Int? = nil, staleWhileRevalidate: Duration = .zero,
    staleIfError: Duration = .zero
  ) {
    let headers = HTTPFields(entry)
    self.init(
      status: entry.status ?? 200, headers: headers, contentType: entry.contentType,
      bodyLength: bodyLength ?? headers[.contentLength].flatMap { Int($0) }, etag: entry.etag,
      generatedAt: entry.generatedAt, revalidateAfter: entry.revalidateAfter,
      staleWhileRevalidate: staleWhileRevalidate, staleIfError: staleIfError,
      invalidation: freshness.invalidation)
  }

  /// A page as a ``Regenerator`` has given it. What is out of date for another reason than its age, or could not be
  /// published, is kept by no other cache.
  ///
  /// - Parameters:
  ///   - page: the page, and how it came about.
  ///   - now: the time of the answer.
  ///   - bodyLength: how many bytes the body has.
  ///   - staleWhileRevalidate: for how long it may be shown while it is made anew.
  ///   - staleIfError: for how long it may be shown where its maker fails.
  public init(
    _ page: Page, at now: Timestamp, bodyLength: Int? = nil, staleWhileRevalidate: Duration = .zero,
    staleIfError: Duration = .zero
  ) {
    self.init(
      page.entry, freshness: page.freshness(at: now), bodyLength: bodyLength,
      staleWhileRevalidate: staleWhileRevalidate, staleIfError: staleIfError)
  }
}

extension Freshness {
  /// What keeps the page from being served, or from being kept by other caches.
  fileprivate var invalidation: Invalidation? {
    switch self {
    case .fresh, .stale: nil
    case .invalidated(_, let kind): kind
    case .missing: .hard
    }
  }
}

extension Page {
  /// What the source tells of the entry's freshness, as far as other caches are concerned.
  fileprivate func freshness(at now: Timestamp) -> Freshness {
    switch source {
    case _ where isInvalidated, .unpublished: .invalidated(at: now, .soft)
    case .fresh, .rendered, .renderedElsewhere, .lastKnown:
      // What was invalidated while it was made is its caller's all the same.
      entry.freshness(at: now).isInvalidated ? .invalidated(at: now, .soft) : .fresh(until: entry.freshUntil)
    case .stale, .staleRefreshing, .staleUnavailable, .staleAfterFailure:
      // A regenerator serves nothing that is invalidated hard. By its age it may be fresh: then a tag has made it stale.
      if case .stale(let since) = entry.freshness(at: now) {
        .stale(since: since)
      } else {
        .invalidated(at: now, .soft)
      }
    }
  }
}

extension HTTPFields {
  /// An entry's own headers; what cannot be one is left out.
  fileprivate init(_ entry: CacheEntry) {
    self.init()
    for (name, value) in entry.headers.sorted(by: { $0.key < $1.key }) {
      guard let name = HTTPField.Name(name), HTTPField.isValidValue(value) else { continue }
      append(HTTPField(name: name, value: value))
    }
  }
}
