public import DynamoDB

/// The right to regenerate one page, until it expires or is released.
///
/// What protects the page is ``token``: publishing asks for it inside its transaction, so a lease that was lost
/// cannot publish, whatever its holder believes. The times here only say how long it is worth going on.
///
/// A lease's copies share its times: what one task renews, another sees in ``remaining``.
public struct Lease: Sendable {
  /// What it is on.
  public let key: CacheKey

  /// What proves the ownership. It is a secret among the workers of one table.
  public let token: String

  /// `generated_at` of the page's last publication, as the lock's row knew it when the lease was acquired.
  ///
  /// `nil` where it does not know, which says nothing: other SDKs' rows do not have it.
  public let publishedAt: Timestamp?

  let term: LeaseTerm

  /// In the compact layout, until when the row has to be kept for its entry, in epoch seconds; `nil` where that is not
  /// known.
  let keptUntil: Int64?

  /// A number that rises with every acquisition of the key: what a downstream system compares to refuse a
  /// holder that has been overtaken.
  public var fence: Int64 { term.fence }

  /// When others may take the lease over, by the wall clock, in whole seconds.
  public var expiresAt: Timestamp { term.expiresAt }

  /// When the holder has to stop, by `TimeSource.uptime`: the time asked for, counted from before the request was
  /// sent, less the margin for clocks (``LeaseManager/Configuration/clockSkew``).
  public var deadline: Duration { term.deadline }

  /// How much time the holder has at this moment; zero once it is over, released or published under.
  ///
  /// A clock that goes on while the machine is suspended tells it, not the wall clock: a frozen process that wakes up
  /// sees that its time is over. It is what the holder may count on, not whether the row is still its own; that is
  /// known from the table alone.
  public var remaining: Duration { term.isOver ? .zero : max(.zero, remaining(at: term.uptime)) }

  /// Whether work that takes `duration` from now ends before others may take the lease over. Asks nobody.
  public func isSafe(for duration: Duration) -> Bool { !term.isOver && remaining(at: term.uptime) >= duration }

  /// How much of the holder's time is left; negative once it is over.
  public func remaining(at uptime: Duration) -> Duration { deadline - uptime }
}

extension Lease {
  init(
    key: CacheKey, token: String, fence: Int64, expiresAt: Timestamp, deadline: Duration, publishedAt: Timestamp?,
    acquiredAt: Duration = .zero, keptUntil: Int64? = nil, time: any TimeSource = .system
  ) {
    self.init(
      key: key, token: token, publishedAt: publishedAt,
      term: LeaseTerm(fence: fence, expiresAt: expiresAt, deadline: deadline, acquiredAt: acquiredAt, time: time),
      keptUntil: keptUntil)
  }
}

/// A lease is what its token says: its times may change.
extension Lease: Hashable {
  public static func == (left: Lease, right: Lease) -> Bool { left.key == right.key && left.token == right.token }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(key)
    hasher.combine(token)
  }
}

extension Lease: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The lease without its token, which is a secret.
  public var description: String { "lease on \(key), fence \(fence), until \(expiresAt)" }

  public var debugDescription: String { description }

  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// Who is in the way.
public struct LeaseHolder: Hashable, Sendable {
  /// What is held.
  public let key: CacheKey
  /// The name that the holder gave itself, if it gave one.
  public let owner: String?
  /// When the lease can be taken over.
  public let expiresAt: Timestamp
  /// The holder's fence; `nil` on other SDKs' rows.
  public let fence: Int64?
}

/// What became of an attempt to acquire a lease.
public enum LeaseAttempt: Hashable, Sendable {
  /// It is ours.
  case acquired(Lease)
  /// Somebody else has it.
  case held(LeaseHolder)
}

/// What became of a release.
public enum LeaseRelease: Hashable, Sendable {
  /// It is free: others may have it at once.
  case released
  /// The lease is somebody else's by now, or nobody's; no lease of another was touched.
  case lost
}
