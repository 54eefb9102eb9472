public import DynamoDB

/// What ``Regenerator/entry(for:render:)`` found or made.
public struct Page: Hashable, Sendable {
  /// What to serve.
  public let entry: CacheEntry
  /// How it came about.
  public let source: Source
  /// Whether it was out of date, for another reason than its age, when it was found.
  let isInvalidated: Bool

  init(entry: CacheEntry, source: Source, isInvalidated: Bool = false) {
    self.entry = entry
    self.source = source
    self.isInvalidated = isInvalidated
  }

  /// How the entry came about.
  public enum Source: Hashable, Sendable {
    /// It was there and fresh.
    case fresh
    /// It was there, its time is over, and somebody is making it anew.
    case stale(LeaseHolder)
    /// It was there, its time is over, and a background task will make it anew.
    case staleRefreshing
    /// It was there, its time is over, and the table does not let it be made anew just now.
    case staleUnavailable(LeaseError)
    /// It was there, its time is over, and making it anew failed, by this call or a short time ago.
    case staleAfterFailure(RenderFailure)
    /// The table cannot be read: it is what this process knew last.
    case lastKnown(DynamoDBError)
    /// This call rendered and published it.
    case rendered
    /// Somebody else rendered it while this call waited.
    case renderedElsewhere
    /// This call, or another one of the process at the same time, rendered it, and could not publish it: it may be served
    /// now, and is not current.
    case unpublished(PublishError)
  }
}

/// A render that threw, and when the page is tried again.
public struct RenderFailure: Error, Sendable {
  /// What the render threw.
  public let error: any Error
  /// How many renders of the page have failed one after the other in this process.
  public let count: Int
  /// By `TimeSource.uptime`.
  public let retryAt: Duration
}

extension RenderFailure: Hashable {
  /// Errors cannot be compared: it is the same failure where it is the same in number and time.
  public static func == (left: RenderFailure, right: RenderFailure) -> Bool {
    left.count == right.count && left.retryAt == right.retryAt
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    hasher.combine(retryAt)
  }
}

extension RenderFailure: CustomStringConvertible {
  /// The error's type alone: its text may hold anything.
  public var description: String { "\(count) renders failed, the last with \(type(of: error))" }
}
