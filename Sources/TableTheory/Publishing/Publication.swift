public import DynamoDB

/// What a worker publishes: a new body's name, and for how long it is fresh.
public struct Publication: Hashable, Sendable {
  /// Where the body is: the name of an object of its own, written before publishing and never changed.
  public var objectKey: String
  /// Whole seconds, at least one.
  public var revalidateAfter: Duration
  /// How long the row is kept after it was generated, before TTL may delete it: longer than ``revalidateAfter``.
  public var retention: Duration
  /// When the body was made; without it, when it is published.
  public var generatedAt: Timestamp?
  public var etag: String?
  /// The HTTP status of the page.
  public var status: Int?
  public var contentType: String?
  public var renderTime: Duration?
  public var deployID: String?

  public init(
    objectKey: String, revalidateAfter: Duration, retention: Duration = .seconds(7 * 24 * 3600),
    generatedAt: Timestamp? = nil, etag: String? = nil, status: Int? = nil, contentType: String? = nil,
    renderTime: Duration? = nil, deployID: String? = nil
  ) {
    self.objectKey = objectKey
    self.revalidateAfter = revalidateAfter
    self.retention = retention
    self.generatedAt = generatedAt
    self.etag = etag
    self.status = status
    self.contentType = contentType
    self.renderTime = renderTime
    self.deployID = deployID
  }
}

extension Publication {
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
  }
}
