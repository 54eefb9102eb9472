public import TableTheory

/// A page that is served from the cache: which one a request is for, what other caches are told, and how it is made.
public struct PageRoute: Sendable {
  public var key: CacheKey
  /// For people who look at the bodies: the page's name, say.
  public var label: String
  /// What browsers and other caches are told of it.
  public var caching: HTTPCaching
  /// How long other caches may go on with it while they ask for a new one.
  public var staleWhileRevalidate: Duration
  /// How long other caches may go on with it when this server fails.
  public var staleIfError: Duration
  /// Makes the page, under the lease that it is given. It must not look at anything that the key does not name.
  public var render: @Sendable (Lease) async throws -> RenderedPage

  public init(
    key: CacheKey, label: String, caching: HTTPCaching = HTTPCaching(), staleWhileRevalidate: Duration = .zero,
    staleIfError: Duration = .zero, render: @escaping @Sendable (Lease) async throws -> RenderedPage
  ) {
    self.key = key
    self.label = label
    self.caching = caching
    self.staleWhileRevalidate = staleWhileRevalidate
    self.staleIfError = staleIfError
    self.render = render
  }

  /// The page that a policy says a request is for, with the `Vary` and the privacy that follow from it.
  ///
  /// - Throws: `CacheKeyError` for a request that must not be answered from the cache.
  public init(
    _ policy: CacheKeyPolicy, for request: PageRequest, label: String, staleWhileRevalidate: Duration = .zero,
    staleIfError: Duration = .zero, render: @escaping @Sendable (Lease) async throws -> RenderedPage
  ) throws(CacheKeyError) {
    self.init(
      key: try policy.key(for: request), label: label, caching: HTTPCaching(policy),
      staleWhileRevalidate: staleWhileRevalidate, staleIfError: staleIfError, render: render)
  }
}
