/// The claim on a request whose work is done.
struct HeldClaim: Held {
  let store: IdempotencyStore
  let claim: IdempotencyClaim

  var holding: IdempotencyClaim { claim }
  var deadline: Duration { claim.deadline }
  var isOver: Bool { claim.term.state.ending != nil }

  func renew(for duration: Duration) async throws(IdempotencyError) -> RenewalAnswer<IdempotencyLoss> {
    do throws(IdempotencyError) {
      try await store.renew(claim, for: duration)
      return .renewed
    } catch .lost(_, let record) {
      // The work may have completed it just now.
      if case .lost = claim.term.state.ending { return .lost(.taken(record)) }
      return .over
    }
  }

  static func notRenewed(_ reason: IdempotencyError?) -> IdempotencyLoss { .notRenewed(reason) }
  static var limitReached: IdempotencyLoss { .limitReached }
}
