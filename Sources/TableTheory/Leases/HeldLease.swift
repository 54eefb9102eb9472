/// A lease under which work is done.
struct HeldLease: Held {
  let leases: LeaseManager
  let lease: Lease

  var holding: Lease { lease }
  var deadline: Duration { lease.deadline }
  var isOver: Bool { lease.term.isOver }

  func renew(for duration: Duration) async throws(LeaseError) -> RenewalAnswer<LeaseLoss> {
    switch try await leases.renewal(of: lease, for: duration) {
    case .renewed: .renewed
    case .over: .over
    case .lost(let holder): .lost(.taken(by: holder))
    }
  }

  static func notRenewed(_ reason: LeaseError?) -> LeaseLoss { .notRenewed(reason) }
  static var limitReached: LeaseLoss { .limitReached }
}
