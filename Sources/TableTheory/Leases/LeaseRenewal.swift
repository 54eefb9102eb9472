import DynamoDB

/// Keeps a lease while work runs under it.
struct LeaseRenewal: Sendable {
  let leases: LeaseManager
  let lease: Lease
  let duration: Duration
  /// From when on it is not held any more, by uptime.
  let end: Duration

  /// A third of the time that the holder has: where clocks may differ by much, the margin is most of the lease.
  private var pace: Duration { (duration - leases.plan.clockSkew) / 3 }

  private var time: any TimeSource { leases.time }

  /// Renews until the task is cancelled, the lease is given back, or it is lost.
  ///
  /// - Returns: Why the work has to stop; `nil` where it has not.
  func run() async -> LeaseLoss? {
    var next = lease.term.acquiredAt + pace
    var failure: LeaseError?
    #if MUTANTS
      if CodeMutant.isAtWork(.neverRenews) { return nil }
      if CodeMutant.isAtWork(.renewsTooLate) { next = lease.deadline + duration / 3 }
    #endif
    while true {
      let isLast = !canBeRenewed(at: next)
      guard await sleep(until: isLast ? min(lease.deadline, end) : next) else { return nil }
      if lease.term.isOver { return nil }
      let now = time.uptime
      if let failure, now >= lease.deadline { return .notRenewed(failure) }
      if isLast, now >= min(lease.deadline, end) { return .limitReached }
      // A process that was frozen asks before it gives up.
      let patience = now < lease.deadline ? lease.deadline - now : duration / 3
      switch await renew(within: patience) {
      case .outcome(.renewed):
        failure = nil
        next = now + pace
      case .outcome(.over): return nil
      case .outcome(.lost(let holder)): return .taken(by: holder)
      case .failed(let error):
        if Task.isCancelled { return nil }
        #if MUTANTS
          if CodeMutant.isAtWork(.givesUpAtOnce) { return .notRenewed(error) }
        #endif
        failure = error
        let pause = time.uptime + max(.milliseconds(1), pace / 4)
        next = now < lease.deadline ? min(pause, lease.deadline) : pause
      case .noAnswer:
        return Task.isCancelled ? nil : .notRenewed(failure)
      }
    }
  }

  /// Whether a renewal then makes the lease any longer than it is.
  private func canBeRenewed(at uptime: Duration) -> Bool {
    min(duration, end - uptime) > leases.plan.clockSkew
      && min(uptime + duration, end) - leases.plan.clockSkew > lease.deadline
  }

  private enum Attempt: Sendable {
    case outcome(LeaseManager.RenewalOutcome)
    case failed(LeaseError)
    case noAnswer
  }

  /// One renewal, for as long as it can be of use.
  private func renew(within patience: Duration) async -> Attempt {
    let length = min(duration, end - time.uptime)
    return await withTaskGroup(of: Attempt.self) { group in
      group.addTask { await renew(for: length) }
      group.addTask {
        try? await time.sleep(for: patience)
        return .noAnswer
      }
      let first = await group.next() ?? .noAnswer
      group.cancelAll()
      // The answer may have come in the same moment.
      let second = await group.next() ?? .noAnswer
      if case .noAnswer = first, case .outcome = second { return second }
      return first
    }
  }

  private func renew(for length: Duration) async -> Attempt {
    do throws(LeaseError) {
      return .outcome(try await leases.renewal(of: lease, for: length))
    } catch {
      return .failed(error)
    }
  }

  /// - Returns: Whether the moment has come; not where the task was cancelled.
  private func sleep(until uptime: Duration) async -> Bool {
    let duration = uptime - time.uptime
    do {
      if duration > .zero { try await time.sleep(for: duration) }
      return !Task.isCancelled
    } catch {
      return false
    }
  }
}
