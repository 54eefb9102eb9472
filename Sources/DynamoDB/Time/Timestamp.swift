/// A moment of the wall clock, exact: the duration since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// It is what the clocks of this package give and take; `Double` seconds would round where a lease's expiry
/// must not.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// The time since 1970-01-01T00:00:00Z.
  public var sinceEpoch: Duration

  /// So long after 1970-01-01T00:00:00Z.
  public init(sinceEpoch: Duration) { self.sinceEpoch = sinceEpoch }

  /// The moment `seconds` after the epoch.
  public init(seconds: Int64) { self.init(sinceEpoch: .seconds(seconds)) }

  /// The moment `milliseconds` after the epoch.
  public init(milliseconds: Int64) { self.init(sinceEpoch: .milliseconds(milliseconds)) }

  /// Whole seconds since the epoch, rounded down.
  public var secondsRoundedDown: Int64 {
    let (seconds, attoseconds) = sinceEpoch.components
    return attoseconds < 0 ? seconds - 1 : seconds
  }

  /// Whole seconds since the epoch, rounded up.
  public var secondsRoundedUp: Int64 {
    let (seconds, attoseconds) = sinceEpoch.components
    return attoseconds > 0 ? seconds + 1 : seconds
  }

  /// Whole milliseconds since the epoch, rounded down.
  public var milliseconds: Int64 {
    let (seconds, attoseconds) = sinceEpoch.components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    if overflow { return seconds < 0 ? .min : .max }
    let part = attoseconds / 1_000_000_000_000_000
    return product + (attoseconds < 0 && part * 1_000_000_000_000_000 != attoseconds ? part - 1 : part)
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.sinceEpoch < right.sinceEpoch }
  /// So much later.
  public static func + (moment: Timestamp, duration: Duration) -> Timestamp {
    Timestamp(sinceEpoch: moment.sinceEpoch + duration)
  }
  /// So much earlier.
  public static func - (moment: Timestamp, duration: Duration) -> Timestamp {
    Timestamp(sinceEpoch: moment.sinceEpoch - duration)
  }
  /// How much later it is.
  public static func - (left: Timestamp, right: Timestamp) -> Duration { left.sinceEpoch - right.sinceEpoch }
}
