public import DynamoDB

/// Which body of a page is current, and until when it is fresh: a META row.
public struct CacheEntry: Hashable, Sendable {
  public let key: CacheKey
  /// Where the body is: the name of an object that never changes.
  public let objectKey: String
  /// When the body was made, in whole seconds.
  public let generatedAt: Timestamp
  /// How long after ``generatedAt`` the entry is fresh, in whole seconds.
  public let revalidateAfter: Duration
  public let etag: String?
  /// How many publications there were, this one included; `nil` on other SDKs' rows and on the entry that
  /// ``CacheTable/publish(_:holding:)`` returns, since a transaction answers nothing.
  public let version: Int64?
  /// The fence of the lease under which it was published; `nil` on other SDKs' rows.
  public let fence: Int64?
  /// The HTTP status of the page.
  public let status: Int?
  public let contentType: String?
  /// How long rendering took.
  public let renderTime: Duration?
  public let deployID: String?
  /// When somebody asked for the page to be made anew, whatever its age.
  public let invalidatedAt: Timestamp?
}

/// Whether an entry may be served as it is. It depends on the row and the time alone, never on `ttl`: DynamoDB's
/// TTL deletes days late.
public enum Freshness: Hashable, Sendable {
  /// Serve it.
  case fresh(until: Timestamp)
  /// Its time is over: make it anew, and serve it where that takes too long.
  case stale(since: Timestamp)
  /// Somebody said that it is wrong: make it anew.
  case invalidated(at: Timestamp)

  public var isFresh: Bool {
    if case .fresh = self { true } else { false }
  }

  /// Whether it may be served while a new one is made: not where somebody said that it is wrong.
  var isServable: Bool {
    if case .invalidated = self { false } else { true }
  }
}

extension CacheEntry {
  /// When the entry stops being fresh by its age.
  public var freshUntil: Timestamp { generatedAt + revalidateAfter }

  /// Whether the entry may be served at `now`.
  public func freshness(at now: Timestamp) -> Freshness {
    if let invalidatedAt, invalidatedAt >= generatedAt { return .invalidated(at: invalidatedAt) }
    return now < freshUntil ? .fresh(until: freshUntil) : .stale(since: freshUntil)
  }
}

extension CacheEntry {
  /// Reads a META row.
  ///
  /// - Returns: `nil` where the row lacks what every SDK writes, or has another type there: such a row is no entry.
  init?(_ item: Item, key: CacheKey) {
    guard let objectKey = item[Attribute.objectKey]?.string,
      let generatedAt = item[Attribute.generatedAt]?.integer,
      let revalidateSeconds = item[Attribute.revalidateSeconds]?.integer
    else { return nil }
    self.init(
      key: key, objectKey: objectKey, generatedAt: Timestamp(seconds: generatedAt),
      revalidateAfter: .seconds(revalidateSeconds), etag: item[Attribute.etag]?.string,
      version: item[Attribute.version]?.integer, fence: item[Attribute.fence]?.integer,
      status: item[Attribute.status]?.integer.flatMap(Int.init(exactly:)),
      contentType: item[Attribute.contentType]?.string,
      renderTime: item[Attribute.renderMilliseconds]?.integer.map { .milliseconds($0) },
      deployID: item[Attribute.deployID]?.string,
      invalidatedAt: item[Attribute.invalidatedAt]?.integer.map(Timestamp.init(seconds:)))
  }
}
