/// A property that a history broke.
public struct Violation: Hashable, Sendable {
  /// The property, in a few words that stay the same from history to history.
  public let property: String
  /// What happened, with names and times.
  public let message: String
  /// When, as far as it has a moment.
  public let time: Duration?

  /// A property that does not hold: which, what shows it, and when.
  public init(_ property: String, _ message: String, at time: Duration? = nil) {
    self.property = property
    self.message = message
    self.time = time
  }
}

extension Violation: CustomStringConvertible {
  public var description: String { "\(property): \(message)" }
}

/// One history as it went, and what it broke.
public struct PlayedHistory: Sendable {
  /// What plays it again.
  public let seed: UInt64
  /// What happened.
  public let events: [HistoryEvent]
  /// Which properties did not hold.
  public let violations: [Violation]

  /// A history of its parts.
  public init(seed: UInt64, events: [HistoryEvent], violations: [Violation]) {
    self.seed = seed
    self.events = events
    self.violations = violations
  }
}
