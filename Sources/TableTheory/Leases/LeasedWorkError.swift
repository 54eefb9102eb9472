/// Why ``LeaseManager/withLease(on:for:waitingUpTo:renewingUpTo:reclaiming:whenOver:_:)`` has no result: the lease's
/// errors and the work's own are kept apart.
public enum LeasedWorkError<Failure: Error>: Error {
  /// There was no lease, and the work did not run.
  case notAcquired(LeaseError)
  /// The work failed with its own error, while the lease was ours.
  case failed(Failure)
  /// The lease was lost while the work ran, and the work was cancelled; `work` is what it threw then.
  case lost(LeaseLoss, work: Failure)
}

/// Why a holder had to stop.
public enum LeaseLoss: Hashable, Sendable {
  /// Somebody else took it, or its row is gone.
  case taken(by: LeaseHolder?)
  /// It could not be renewed in time, and others may take it; the last reason why, if any attempt was answered.
  case notRenewed(LeaseError?)
  /// The work took longer than the lease was to be renewed.
  case limitReached
}

/// How a lease ended under which work was done.
public enum LeaseEnding: Hashable, Sendable {
  /// It was given back, by the work itself perhaps (publishing does): others may have it at once.
  case released
  /// It was somebody else's by then.
  case lost
  /// It could not be given back, or nobody knows: it ends with its time.
  case unknown(LeaseError)
}

extension LeasedWorkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notAcquired(let error): "\(error)"
    case .failed(let error): "the work under the lease failed: \(error)"
    case .lost(.taken(let holder), let error):
      "the lease was taken by \(holder.map { $0.owner ?? "somebody" } ?? "somebody") during the work: \(error)"
    case .lost(.notRenewed(let reason), let error):
      "the lease could not be renewed in time (\(reason.map { "\($0)" } ?? "no answer")): \(error)"
    case .lost(.limitReached, let error): "the work took longer than its lease was to be renewed: \(error)"
    }
  }
}
