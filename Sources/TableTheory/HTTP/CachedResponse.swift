public import DynamoDB
public import HTTPTypes

/// A cached page as HTTP sees it: what ``HTTPCaching`` answers with.
public struct CachedResponse: Sendable {
  /// The page's HTTP status.
  public var status: Int
  /// What the page has of its own; what HTTP needs is added to it, and `Set-Cookie` is left out.
  public var headers: HTTPFields
  /// The body's media type.
  public var contentType: String?
  /// In bytes; `nil` where it is not known without reading the body.
  public var bodyLength: Int?
  /// As the row has it; quotes are added where they are missing.
  public var etag: String?
  /// When the body was made.
  public var generatedAt: Timestamp
  /// How long after ``generatedAt`` it is fresh. A negative result, a 404, has its own, shorter one.
  public var revalidateAfter: Duration
  /// How long after that other caches may answer with it while they ask for a new one.
  public var staleWhileRevalidate: Duration
  /// How long after that other caches may answer with it when this server fails.
  public var staleIfError: Duration
  /// An invalidation that the page does not answer: a soft one keeps it out of other caches, a hard one from being served.
  public var invalidation: Invalidation?

  /// A page as HTTP sees it.
  ///
  /// - Parameters:
  ///   - status: the page's HTTP status.
  ///   - headers: what the page has of its own.
  ///   - contentType: the body's media type.
  ///   - bodyLength: how many bytes the body has.
  ///   - etag: as the row has it.
  ///   - generatedAt: when the body was made.
  ///   - revalidateAfter: how long after that it is fresh; a part of a second does not count.
  ///   - staleWhileRevalidate: how long after that other caches may answer with it while they ask, in whole seconds too.
  ///   - staleIfError: how long after that they may answer with it where this server fails, in whole seconds too.
  ///   - invalidation: one that the page does not answer.
  public init(
    status: Int = 200, headers: HTTPFields = [:], contentType: String? = nil, bodyLength: Int? = nil,
    etag: String? = nil, generatedAt: Timestamp, revalidateAfter: Duration, staleWhileRevalidate: Duration = .zero,
    staleIfError: Duration = .zero, invalidation: Invalidation? = nil
  ) {
    self.status = status
    self.headers = headers
    self.contentType = contentType
    self.bodyLength = bodyLength
    self.etag = etag
    self.generatedAt = generatedAt
    self.revalidateAfter = revalidateAfter
    self.staleWhileRevalidate = staleWhileRevalidate
    self.staleIfError = staleIfError
    self.invalidation = invalidation
  }
}

/// What to send.
public struct HTTPAnswer: Hashable, Sendable {
  /// The page's own status, 304 (Not Modified) or 412 (Precondition Failed).
  public var status: Int
  /// All that the answer has.
  public var headers: HTTPFields
  /// Whether the page's body follows; it need not be read where it does not.
  public var sendsBody: Bool

  /// An answer of its parts.
  public init(status: Int, headers: HTTPFields, sendsBody: Bool) {
    self.status = status
    self.headers = headers
    self.sendsBody = sendsBody
  }
}
