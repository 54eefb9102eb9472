public import DynamoDB

/// The right to regenerate one page, until it expires or is released.
///
/// What protects the page is ``token``: publishing asks for it inside its transaction, so a lease that was lost
/// cannot publish, whatever its holder believes. The times here only say how long it is worth going on.
public struct Lease: Hashable, Sendable {
  public let key: CacheKey

  /// What proves the ownership. It is a secret among the workers of one table.
  public let token: String

  /// A number that rises with every acquisition of the key: what a downstream system compares to refuse a
  /// holder that has been overtaken.
  public let fence: Int64

  /// When others may take the lease over, by the wall clock, in whole seconds.
  public let expiresAt: Timestamp

  /// When the time asked for is over, by ``TimeSource/uptime``, counted from before the request was sent: what the
  /// holder itself should go by.
  public let deadline: Duration

  /// `generated_at` of the page's last publication, as the lock's row knew it when the lease was acquired.
  ///
  /// `nil` where it does not know, which says nothing: other SDKs' rows do not have it.
  public let publishedAt: Timestamp?

  /// How much of the time asked for is left; negative once it is over.
  public func remaining(at uptime: Duration) -> Duration { deadline - uptime }
}

extension Lease: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The lease without its token, which is a secret.
  public var description: String { "lease on \(key), fence \(fence), until \(expiresAt)" }

  public var debugDescription: String { description }

  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// Who is in the way.
public struct LeaseHolder: Hashable, Sendable {
  public let key: CacheKey
  /// The name that the holder gave itself, if it gave one.
  public let owner: String?
  /// When the lease can be taken over.
  public let expiresAt: Timestamp
  public let fence: Int64?
}

/// What became of an attempt to acquire a lease.
public enum LeaseAttempt: Hashable, Sendable {
  case acquired(Lease)
  case held(LeaseHolder)
}

/// What became of a release.
public enum LeaseRelease: Hashable, Sendable {
  case released
  /// The lease is somebody else's by now, or nobody's; no lease of another was touched.
  case lost
}
