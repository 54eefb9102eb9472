import DynamoDB

/// A step of a lease whose answer did not come: it may have been carried out or not.
///
///     do throws(LeaseError) {
///         lease = try await leases.acquire("home", for: .seconds(10))
///     } catch .outcomeUnknown(let unknown) {
///         guard case .ours(let found) = try await unknown.resolve() else { return }
///         lease = found
///     }
public struct UnknownLeaseOutcome: Sendable {
  /// What the request was on.
  public let key: CacheKey
  let step: Step
  let leases: LeaseManager

  enum Step: Hashable, Sendable {
    case acquire(LeaseClaim)
    case renew(Lease, Duration, strict: Bool)
    case release(Lease)
    case raiseFence(Lease, above: Int64)
  }

  /// What turned out.
  public enum Resolution: Hashable, Sendable {
    /// The lease is ours: acquired, or renewed from now.
    case ours(Lease)
    /// It was never ours, or is not any more, and somebody has it.
    case held(LeaseHolder)
    /// It is given back.
    case released
    /// It was ours and is not any more.
    case lost(holder: LeaseHolder?)
  }

  /// Finds out by taking the step again, with the same token: it does what was wanted, if that is still possible, and
  /// does it once, whether the first one arrived or not. One request.
  ///
  /// - Throws: ``LeaseError``, again ``LeaseError/outcomeUnknown(_:)`` where there is still no answer.
  public func resolve() async throws(LeaseError) -> Resolution {
    switch step {
    case .acquire(let claim):
      switch try await leases.take(claim) {
      case .acquired(let lease): return .ours(lease)
      case .held(let holder): return .held(holder)
      }
    case .renew(let lease, let duration, let strict):
      do throws(LeaseError) {
        return .ours(try await leases.renew(lease, for: duration, strict: strict))
      } catch .lost(_, let holder) {
        return .lost(holder: holder)
      }
    case .raiseFence(let lease, let fence):
      do throws(LeaseError) {
        try await leases.raiseFence(of: lease, above: fence)
        return .ours(lease)
      } catch .lost(_, let holder) {
        return .lost(holder: holder)
      }
    case .release(let lease):
      return try await leases.release(lease) == .released ? .released : .lost(holder: nil)
    }
  }
}

/// What a worker asks for with one token.
struct LeaseClaim: Hashable, Sendable {
  var key: CacheKey
  var token: String
  var duration: Duration
  var reclaiming: Bool
  /// In the compact layout, the entry that its caller saw: the claim fails where another has been published since.
  var seen: SeenEntry?

  /// See ``Lease/keptUntil``.
  var keptUntil: Int64? { seen.map { $0.timeToLive ?? 0 } }
}

/// What a caller saw of a page's row before it asks for the lease on it.
struct SeenEntry: Hashable, Sendable {
  /// `nil` where nothing was published.
  var version: Int64?
  /// The row's `ttl`, in epoch seconds: the lease must not let TTL take the entry earlier.
  var timeToLive: Int64?

  init(_ row: Item?) {
    version = row?[Attribute.version]?.integer
    timeToLive = row?[Attribute.timeToLive]?.integer
  }
}

extension UnknownLeaseOutcome: Hashable {
  public static func == (left: UnknownLeaseOutcome, right: UnknownLeaseOutcome) -> Bool {
    left.key == right.key && left.step == right.step
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(key)
    hasher.combine(step)
  }
}

extension UnknownLeaseOutcome: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The step and its key, without the token.
  public var description: String {
    switch step {
    case .acquire: "the acquisition of \(key)"
    case .renew: "the renewal of \(key)"
    case .release: "the release of \(key)"
    case .raiseFence: "the new fence of \(key)"
    }
  }

  public var debugDescription: String { description }

  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
