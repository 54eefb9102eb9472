/// What is held for a time and can be renewed: a lease, or the claim on a request.
protocol Held: Sendable {
  /// What its holder's work is given.
  associatedtype Holding: Sendable
  /// Why a renewal may have failed; it may be tried again.
  associatedtype Failure: Error
  /// Why the holder's work has to stop.
  associatedtype Loss: Sendable

  var holding: Holding { get }

  /// When the holder has to stop, by uptime.
  var deadline: Duration { get }

  /// Whether the holder has given it up, or a call of his has found it lost.
  var isOver: Bool { get }

  func renew(for duration: Duration) async throws(Failure) -> RenewalAnswer<Loss>

  static func notRenewed(_ reason: Failure?) -> Loss
  static var limitReached: Loss { get }
}

/// What became of a renewal.
enum RenewalAnswer<Loss: Sendable>: Sendable {
  case renewed
  /// The holder has given it up.
  case over
  case lost(Loss)
}
