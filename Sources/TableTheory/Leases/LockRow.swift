import DynamoDB

/// A LOCK row as it is read: by whom the page is held, and until when.
struct LockRow: Hashable, Sendable {
  var token: String?
  var owner: String?
  /// `lease_expires_at`, epoch seconds; a row without a number there holds nothing.
  var expiresAt: Int64?
  var fence: Int64?
  /// `generated_at` of the last publication, epoch seconds.
  var publishedAt: Int64?

  init(_ item: Item) {
    token = item[Attribute.leaseToken]?.string
    owner = item[Attribute.leaseOwner]?.string
    expiresAt = item[Attribute.leaseExpiresAt]?.integer
    fence = item[Attribute.fence]?.integer
    publishedAt = item[Attribute.publishedAt]?.integer
  }

  /// Who holds the page, or held it last: a tombstone, whose expiry is 0, names nobody.
  func holder(of key: CacheKey) -> LeaseHolder? {
    guard let expiresAt, expiresAt > 0 else { return nil }
    return LeaseHolder(key: key, owner: owner, expiresAt: Timestamp(seconds: expiresAt), fence: fence)
  }
}
