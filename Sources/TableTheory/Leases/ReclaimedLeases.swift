import Synchronization

/// The leases that a manager acquired with `reclaiming` and still holds: it is not to take them from its own tasks.
final class ReclaimedLeases: Sendable {
  private let leases = Mutex<[CacheKey: Lease]>([:])

  func token(on key: CacheKey) -> String? { leases.withLock { $0[key]?.token } }

  func insert(_ lease: Lease) { leases.withLock { $0[lease.key] = lease } }

  func remove(_ lease: Lease) {
    leases.withLock { leases in
      if leases[lease.key] == lease { leases[lease.key] = nil }
    }
  }
}
