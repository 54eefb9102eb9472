package import DynamoDB

/// A LOCK row as it is read: by whom the page is held, and until when.
package struct LockRow: Hashable, Sendable {
  package var token: String?
  package var owner: String?
  /// `lease_expires_at`, epoch seconds; a row without a number there holds nothing.
  package var expiresAt: Int64?
  package var fence: Int64?
  /// `generated_at` of the last publication, epoch seconds.
  package var publishedAt: Int64?
  /// The row's `ttl`, epoch seconds.
  package var timeToLive: Int64?

  package init(_ item: Item) {
    token = item[Attribute.leaseToken]?.string
    owner = item[Attribute.leaseOwner]?.string
    expiresAt = item[Attribute.leaseExpiresAt]?.number.flatMap(Self.roundedUp)
    fence = item[Attribute.fence]?.number.flatMap(Self.wholePart)
    publishedAt = item[Attribute.publishedAt]?.integer
    timeToLive = item[Attribute.timeToLive]?.integer
  }

  /// Another program may have written a fraction of a second; conditions honour it, so the holder is told too.
  static func roundedUp(_ number: Number) -> Int64? {
    if let whole = number.int64 { return whole }
    return wholePart(number).flatMap { $0 < .max ? $0 + 1 : nil }
  }

  /// A fence that somebody made a fraction of still rises by one each time.
  private static func wholePart(_ number: Number) -> Int64? {
    if let whole = number.int64 { return whole }
    return number.description.split(separator: ".").first.flatMap { Int64($0) }
  }

  /// Who holds the page, or held it last.
  ///
  /// - Returns: `nil` where the row names nobody: a tombstone, whose expiry is 0, or an expiry that no lease has,
  ///   milliseconds say.
  package func holder(of key: CacheKey, at now: Timestamp) -> LeaseHolder? {
    guard let expiresAt, expiresAt > 0, expiresAt <= LeasePlan.latestExpiry(at: now) else { return nil }
    return LeaseHolder(key: key, owner: owner, expiresAt: Timestamp(seconds: expiresAt), fence: fence)
  }

  /// Whether the row keeps nobody from taking the lease at the moment, the margin for clocks taken off.
  func isFree(at now: Timestamp) -> Bool {
    guard let expiresAt else { return true }
    return expiresAt <= now.secondsRoundedDown || expiresAt > LeasePlan.latestExpiry(at: now)
  }

  /// Whether this is what a release or a publication under `lease` left behind.
  func isTombstone(of lease: Lease) -> Bool { token == nil && fence == lease.fence }
}
