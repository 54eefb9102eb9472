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
    expiresAt = item[Attribute.leaseExpiresAt]?.number.flatMap(Self.roundedUp)
    fence = item[Attribute.fence]?.integer
    publishedAt = item[Attribute.publishedAt]?.integer
  }

  /// Another program may have written a fraction of a second; conditions honour it, so the holder is told too.
  private static func roundedUp(_ number: Number) -> Int64? {
    if let whole = number.int64 { return whole }
    return number.description.split(separator: ".").first.flatMap { Int64($0) }.map { $0 + 1 }
  }

  /// Who holds the page, or held it last: a tombstone, whose expiry is 0, names nobody.
  func holder(of key: CacheKey) -> LeaseHolder? {
    guard let expiresAt, expiresAt > 0 else { return nil }
    return LeaseHolder(key: key, owner: owner, expiresAt: Timestamp(seconds: expiresAt), fence: fence)
  }
}
