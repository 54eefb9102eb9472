/// A way in which a worker uses the library.
enum LeaseWay: String, CaseIterable, Sendable {
  /// Acquires, renews, publishes and gives back step by step.
  case byHand = "by-hand"
  /// Has the library keep the lease while work runs: `withLease`.
  case work
  /// Waits for a lease with several tasks at once: `acquire(_:for:waitingUpTo:)`.
  case queue
  /// Asks for pages and makes them anew: `Regenerator`.
  case pages
}
