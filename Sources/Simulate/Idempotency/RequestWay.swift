/// A way in which a worker does requests' work.
enum RequestWay: String, PlayedWay {
  /// Has the library do it, with an effect outside the table: `perform`.
  case perform
  /// The same, and the effect is in the completing transaction: `complete(_:together:)`.
  case together
  /// Begins, renews, completes and fails by hand.
  case steps
  /// Several messages at once.
  case batch
  /// Makes pages anew for messages: `Regenerator.revalidate`.
  case pages
}

/// What is left out of the histories of idempotent requests.
typealias RequestCut = HistoryCut<RequestWay>
