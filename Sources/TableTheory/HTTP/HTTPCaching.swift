public import DynamoDB
public import HTTPTypes

/// What browsers and other caches are told about pages, as a pure function of request, page and time.
///
///     let caching = HTTPCaching(policy)
///     guard let answer = caching.answer(to: request.method, request.headers, with: page, at: time.now) else {
///       // Not from the cache: make it anew.
///     }
public struct HTTPCaching: Sendable {
  /// How other caches learn how old a page is.
  public enum AgeReporting: Hashable, Sendable {
    /// `Age` says it, and `s-maxage` is the page's whole time: a cache subtracts one from the other, and what remains is
    /// right.
    ///
    /// Source: RFC 9111, 4.2.1 and 4.2.3. (What remains in `s-maxage` *and* `Age` would be subtracted twice.)
    case ageHeader
    /// `s-maxage` is what remains, and there is no `Age`: for caches that do not look at it.
    case remaining
  }

  /// Who else may keep a page.
  public enum Audience: Hashable, Sendable {
    /// Shared caches may keep it.
    case everybody
    /// Only the browser that asked: `private`.
    case visitor
  }

  /// The headers that decide between pages: ``CacheKeyPolicy/vary``.
  public var vary: [HTTPField.Name]
  /// How long a browser need not ask; it asks with `If-None-Match` after that, and nothing can make it ask before.
  public var browserLifetime: Duration
  /// How the page's age is told.
  public var ageReporting: AgeReporting
  /// Who may keep the page.
  public var audience: Audience

  /// How pages are cached elsewhere. A part of a second of `browserLifetime`, how long a browser need not ask, does not count.
  public init(
    vary: [HTTPField.Name] = [], browserLifetime: Duration = .zero, ageReporting: AgeReporting = .ageHeader,
    audience: Audience = .everybody
  ) {
    self.vary = vary
    self.browserLifetime = browserLifetime
    self.ageReporting = ageReporting
    self.audience = audience
  }

  /// What a route's policy asks for: its ``CacheKeyPolicy/vary`` and its ``CacheKeyPolicy/audience``.
  ///
  /// - Parameters:
  ///   - policy: how the pages' keys are made.
  ///   - browserLifetime: how long a browser need not ask, in whole seconds.
  ///   - ageReporting: how other caches learn how old a page is.
  public init(_ policy: CacheKeyPolicy, browserLifetime: Duration = .zero, ageReporting: AgeReporting = .ageHeader) {
    self.init(
      vary: policy.vary, browserLifetime: browserLifetime, ageReporting: ageReporting, audience: policy.audience)
  }

  /// What to answer a request with. One with `Authorization` gets a page that no cache but the browser may keep.
  ///
  /// Source: RFC 9111, 3.5.
  ///
  /// - Returns: `nil` where the page must not be served: it is invalidated for good, or the method is neither GET nor
  ///   HEAD.
  public func answer(
    to method: HTTPRequest.Method, _ request: HTTPFields, with page: CachedResponse, at now: Timestamp
  ) -> HTTPAnswer? {
    guard page.invalidation != .hard, method == .get || method == .head else { return nil }
    var caching = self
    if request.contains(.authorization) { caching.audience = .visitor }
    let headers = caching.headers(of: page, at: now)
    switch Precondition.outcome(of: request, page: page, at: now) {
    case .passed: return HTTPAnswer(status: page.status, headers: headers, sendsBody: method == .get)
    case .notModified: return HTTPAnswer(status: 304, headers: Self.notModified(headers), sendsBody: false)
    case .failed:
      return HTTPAnswer(
        status: 412, headers: [.date: HTTPDate.text(of: now), .cacheControl: "no-store"], sendsBody: false)
    }
  }

  /// What a 200 would have of these, and nothing that describes the body it does not have; `Last-Modified` only where it
  /// is all that a cache has to go by.
  ///
  /// Source: RFC 9110, 15.4.5.
  private static func notModified(_ headers: HTTPFields) -> HTTPFields {
    var names: [HTTPField.Name] = [.age, .cacheControl, .contentLocation, .date, .eTag, .vary]
    if headers[.eTag] == nil { names.append(.lastModified) }
    return HTTPFields(headers.filter { names.contains($0.name) })
  }
}
