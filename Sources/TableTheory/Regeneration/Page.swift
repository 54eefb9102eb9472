/// What ``Regenerator/entry(for:render:)`` found or made.
public struct Page: Hashable, Sendable {
  public let entry: CacheEntry
  public let source: Source

  /// How the entry came about.
  public enum Source: Hashable, Sendable {
    /// It was there and fresh.
    case fresh
    /// It was there, its time is over, and somebody is making it anew.
    case stale(LeaseHolder)
    /// It was there, its time is over, and the table does not let it be made anew just now.
    case staleUnavailable(LeaseError)
    /// This call rendered and published it.
    case rendered
    /// Somebody else rendered it while this call waited.
    case renderedElsewhere
    /// This call rendered it, and could not publish it: it may be served to this caller, and is not current.
    case unpublished(PublishError)
  }
}
