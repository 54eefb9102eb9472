import DynamoDB

/// Keeps a claim while its work runs, as ``LeaseRenewal`` keeps a lease.
struct ClaimRenewal: Sendable {
  let store: IdempotencyStore
  let claim: IdempotencyClaim
  /// When the claim was made, by uptime.
  let start: Duration
  /// From when on it is not held any more, by uptime.
  let end: Duration

  private var time: any TimeSource { store.time }
  private var duration: Duration { claim.request.duration }

  /// Renews until the task is cancelled, the claim has ended, or it is lost.
  ///
  /// - Returns: Why the work has to stop; `nil` where it has not.
  func run() async -> IdempotencyLoss? {
    var next = start + duration / 3
    var failure: IdempotencyError?
    while true {
      let isLast = !canBeRenewed(at: next)
      guard await sleep(until: isLast ? min(claim.deadline, end) : next) else { return nil }
      if claim.term.state.ending != nil { return nil }
      let now = time.uptime
      if let failure, now >= claim.deadline { return .notRenewed(failure) }
      if isLast, now >= min(claim.deadline, end) { return .limitReached }
      // A process that was frozen asks before it gives up.
      let patience = now < claim.deadline ? claim.deadline - now : duration / 3
      switch await renew(within: patience) {
      case .renewed:
        failure = nil
        next = now + duration / 3
      case .failed(.lost(_, let record)):
        if Task.isCancelled { return nil }
        if case .lost = claim.term.state.ending { return .taken(record) }
        return nil
      case .failed(let error):
        if Task.isCancelled { return nil }
        failure = error
        let pause = time.uptime + max(.milliseconds(1), duration / 12)
        next = now < claim.deadline ? min(pause, claim.deadline) : pause
      case .noAnswer:
        return Task.isCancelled ? nil : .notRenewed(failure)
      }
    }
  }

  /// Whether a renewal then makes the time any longer than it is.
  private func canBeRenewed(at uptime: Duration) -> Bool {
    let skew = store.plan.clockSkew
    return min(duration, end - uptime) > skew && min(uptime + duration, end) - skew > claim.deadline
  }

  private enum Attempt: Sendable {
    case renewed
    case failed(IdempotencyError)
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
      if case .noAnswer = first, case .renewed = second { return second }
      if case .noAnswer = first, case .failed(.lost) = second { return second }
      return first
    }
  }

  private func renew(for length: Duration) async -> Attempt {
    do throws(IdempotencyError) {
      try await store.renew(claim, for: length)
      return .renewed
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
