/// A way in which a worker uses leases.
enum LeaseWay: String, PlayedWay {
  /// Acquires, renews, publishes and gives back step by step.
  case byHand = "by-hand"
  /// Has the library keep the lease while work runs: `withLease`.
  case work
  /// Waits for a lease with several tasks at once: `acquire(_:for:waitingUpTo:)`.
  case queue
  /// Asks for pages and makes them anew: `Regenerator`.
  case pages

  static var hasForeigners: Bool { true }
}

/// What is left out of the lease protocol's histories.
typealias LeaseCut = HistoryCut<LeaseWay>
