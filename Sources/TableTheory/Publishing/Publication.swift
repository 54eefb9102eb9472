public import DynamoDB

/// What a worker publishes: a new body's name, and for how long it is fresh.
public struct Publication: Hashable, Sendable {
  /// Where the body is: the name of an object of its own, written before publishing and never changed.
  public var objectKey: String
  /// Whole seconds, at least one.
  public var revalidateAfter: Duration
  /// How long the row is kept after it was generated, before TTL may delete it: longer than ``revalidateAfter``.
  public var retention: Duration
  /// When the making of the body began; without it, when its lease was acquired. An invalidation that came later wins.
  public var generatedAt: Timestamp?
  /// The body's entity tag.
  public var etag: String?
  /// The HTTP status of the page. A negative one, 404 say, is fresh for a shorter time:
  /// ``CacheTable/Configuration/negativeRevalidateAfter``.
  public var status: Int?
  /// The body's media type.
  public var contentType: String?
  /// What is served beside the body, by the headers' names.
  public var headers: [String: String]
  /// How long rendering took; ``EarlyRefresh`` goes by it.
  public var renderTime: Duration?
  /// The deploy that rendered the page: ``CacheTag/deploy(_:tenant:)`` invalidates all of them.
  public var deployID: String?
  /// What the page depends on, within its tenant: see ``CacheTag``.
  public var tags: Set<String>
  /// What it leaves behind.
  public var recipe: Recipe
  /// Completes a request's record in the same transaction, for two write units more: what a render returns that was asked
  /// for by a message. See ``Regenerator/revalidate(_:once:in:until:waitingUpTo:render:)``, and `completing:` of
  /// ``CacheTable/publish(_:holding:lateness:replacing:if:completing:)``, which goes before it.
  public var completing: IdempotencyCompletion?

  /// What a publication leaves behind.
  public enum Recipe: String, Hashable, Sendable {
    /// The entry alone. In the interoperable layout it costs four write units.
    case inPlace
    /// A row of its own besides, to which one can go back: ``CacheTable/history(of:limit:)``. It costs two write units
    /// more, three in the compact layout.
    case keepingVersions
  }

  /// Only the body's name and its freshness are needed.
  ///
  /// - Parameters:
  ///   - objectKey: where the body is.
  ///   - revalidateAfter: how long it is fresh: whole seconds, at least one.
  ///   - retention: how long the row is kept: longer than that, a week unless told otherwise.
  ///   - generatedAt: when its making began; when the lease was acquired unless told otherwise.
  ///   - etag: the body's entity tag.
  ///   - status: the page's HTTP status.
  ///   - contentType: the body's media type.
  ///   - headers: what is served beside the body.
  ///   - renderTime: how long rendering took; the row has it in milliseconds.
  ///   - deployID: the deploy that rendered the page.
  ///   - tags: what it depends on, none of them empty.
  ///   - recipe: what it leaves behind.
  public init(
    objectKey: String, revalidateAfter: Duration, retention: Duration = .seconds(7 * 24 * 3600),
    generatedAt: Timestamp? = nil, etag: String? = nil, status: Int? = nil, contentType: String? = nil,
    headers: [String: String] = [:], renderTime: Duration? = nil, deployID: String? = nil, tags: Set<String> = [],
    recipe: Recipe = .inPlace
  ) {
    self.objectKey = objectKey
    self.revalidateAfter = revalidateAfter
    self.retention = retention
    self.generatedAt = generatedAt
    self.etag = etag
    self.status = status
    self.contentType = contentType
    self.headers = headers
    self.renderTime = renderTime
    self.deployID = deployID
    self.tags = tags
    self.recipe = recipe
  }
}

extension Publication {
  /// Whether the page says that there is none.
  var isNegative: Bool { status.map { $0 == 404 || $0 == 410 || $0 >= 500 } ?? false }

  /// - Throws: ``PublishError/invalid(_:)`` where a reader could not decide freshness from the row.
  func check() throws(PublishError) {
    guard !objectKey.isEmpty else { throw .invalid("the object key is empty: a publication names a body") }
    guard revalidateAfter >= .seconds(1), revalidateAfter.components.attoseconds == 0 else {
      throw .invalid("revalidateAfter is \(revalidateAfter): the row holds whole seconds, one at least")
    }
    guard retention > revalidateAfter else {
      throw .invalid(
        "retention (\(retention)) has to be longer than revalidateAfter (\(revalidateAfter)): "
          + "TTL would delete the entry while it is fresh")
    }
    guard !tags.contains("") else { throw .invalid("a tag is empty: DynamoDB's sets hold no empty text") }
  }
}
