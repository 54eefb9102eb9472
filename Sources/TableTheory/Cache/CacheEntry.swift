public import DynamoDB

/// Which body of a page is current, and until when it is fresh: a META row.
public struct CacheEntry: Hashable, Sendable {
  /// The page.
  public let key: CacheKey
  /// Where the body is: the name of an object that never changes.
  public let objectKey: String
  /// When the body was made, in whole seconds.
  public let generatedAt: Timestamp
  /// How long after ``generatedAt`` the entry is fresh, in whole seconds.
  public let revalidateAfter: Duration
  /// The body's entity tag, where its maker gave one.
  public let etag: String?
  /// How many publications there were, this one included; `nil` on other SDKs' rows and on the entry that
  /// `publish` returns, since a transaction answers nothing.
  public let version: Int64?
  /// The fence of the lease under which it was published; `nil` on other SDKs' rows.
  public let fence: Int64?
  /// The HTTP status of the page.
  public let status: Int?
  /// The body's media type.
  public let contentType: String?
  /// How long rendering took.
  public let renderTime: Duration?
  /// The deploy that rendered it.
  public let deployID: String?
  /// What is served beside the body, by the headers' names.
  public let headers: [String: String]
  /// What the page depends on: see ``CacheTag``.
  public let tags: Set<String>
  /// Which of the earlier publications' rows the entry is, where versions are kept.
  public let versionID: String?
  /// When TTL may delete the row.
  public let expiresAt: Timestamp?
  /// When somebody last asked for the page to be made anew, whatever its age.
  public let invalidatedAt: Timestamp?

  /// How many invalidations of the page there were, and which of them was the last hard one.
  let invalidationCount: Int64?
  let hardInvalidation: Int64?
  /// Those of them that the maker of the entry knew.
  let answered: AnsweredInvalidations?
  /// The generations of the tags that its maker knew, where they are not 0.
  let tagGenerations: [String: Int64]
}

extension CacheEntry {
  /// Reads the row with the entry.
  ///
  /// - Returns: `nil` where the row lacks what every SDK writes, or has another type there: such a row is no entry.
  package init?(_ item: Item, key: CacheKey, layout: CacheLayout = .interoperable) {
    guard let objectKey = item[Attribute.objectKey]?.string,
      let generatedAt = item[Attribute.generatedAt]?.integer,
      let revalidateSeconds = item[Attribute.revalidateSeconds]?.integer
    else { return nil }
    self.init(
      key: key, objectKey: objectKey, generatedAt: Timestamp(seconds: generatedAt),
      revalidateAfter: .seconds(revalidateSeconds), etag: item[Attribute.etag]?.string,
      version: item[Attribute.version]?.integer, fence: item[layout.publishedFence]?.integer,
      status: item[Attribute.status]?.integer.flatMap(Int.init(exactly:)),
      contentType: item[Attribute.contentType]?.string,
      renderTime: item[Attribute.renderMilliseconds]?.integer.map { .milliseconds($0) },
      deployID: item[Attribute.deployID]?.string,
      headers: item[Attribute.headers]?.map?.compactMapValues(\.string) ?? [:],
      tags: Set(item[Attribute.tags]?.strings ?? []),
      versionID: item[Attribute.currentSort]?.string.flatMap(PublishedVersion.id(ofRow:)),
      expiresAt: item[Attribute.timeToLive]?.integer.map(Timestamp.init(seconds:)),
      invalidatedAt: item[Attribute.invalidatedAt]?.integer.map(Timestamp.init(seconds:)),
      invalidationCount: item[Attribute.invalidations]?.integer,
      hardInvalidation: item[Attribute.hardInvalidation]?.integer,
      answered: AnsweredInvalidations(of: item),
      tagGenerations: item[Attribute.tagGenerations]?.map?.compactMapValues(\.integer) ?? [:])
  }
}

extension AttributeValue {
  /// The elements of a set of strings, or of one string that somebody wrote instead.
  fileprivate var strings: [String]? {
    switch self {
    case .stringSet(let set): Array(set.elements)
    case .string(let text): [text]
    default: nil
    }
  }
}
