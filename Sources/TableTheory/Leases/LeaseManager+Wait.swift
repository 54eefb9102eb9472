import DynamoDB

extension LeaseManager {
  /// Takes the lease on `key`, waiting for it where somebody has it.
  ///
  /// The tasks of this process that wait for one key stand in a line, and only the first one asks the table, as
  /// ``Polling`` says: however many they are, they cost what one does. A lease that this manager gives back is passed on
  /// at once; one that another process gives back is noticed within ``Polling/longestPause``.
  ///
  /// - Parameters:
  ///   - key: what the lease is on.
  ///   - reclaiming: whether a lease of the same owner is taken over at once.
  ///   - limit: how long to wait; with zero or less there is one attempt.
  ///   - duration: how long the lease lasts from the moment it is taken.
  /// - Throws: ``LeaseError/held(_:)`` with the last holder once the time is over, ``LeaseError/throttled(_:)`` where
  ///   the table never answered otherwise; ``LeaseError/unavailable(_:_:)`` at once, with `cancelled` for a cancelled task.
  public func acquire(
    _ key: CacheKey, for duration: Duration, waitingUpTo limit: Duration, reclaiming: Bool = false
  ) async throws(LeaseError) -> Lease {
    guard limit > .zero else { return try await acquire(key, for: duration, reclaiming: reclaiming) }
    let claim = try claim(key, for: duration, reclaiming: reclaiming)
    let start = time.uptime
    let ticket = waiting.join(key)
    defer {
      waiting.leave(ticket)
      observer.waited(time.uptime - start)
    }
    return try await wait(with: ticket, claim, until: start + limit)
  }

  /// All attempts have one token: what an earlier one may still do in the network is found by a later one.
  private func wait(
    with ticket: WaitingLines.Ticket, _ claim: LeaseClaim, until deadline: Duration
  ) async throws(LeaseError) -> Lease {
    #if MUTANTS
      let deadline = CodeMutant.isAtWork(.deadlineIsIgnored) ? deadline + claim.duration * 3 : deadline
    #endif
    var unknown: LeaseError?
    while true {
      let uptime = time.uptime
      switch waiting.turn(of: ticket, at: uptime) {
      case .ask(let seen):
        switch try await ask(ticket, claim, seen: seen, until: deadline) {
        case .acquired(let lease): return lease
        case .refused(let error): unknown = error
        }
      case .wait(let until):
        guard uptime < deadline else {
          if let error = unknown ?? waiting.obstacle(on: ticket.key) { throw error }
          // Nobody has had an answer yet: one attempt is owed.
          return try await acquire(claim)
        }
        let end = min(until ?? deadline, deadline)
        guard await pause(ticket, for: min(end - uptime, Self.longestSleep)) else {
          throw unknown ?? .unavailable(ticket.key, .cancelled)
        }
      }
      if Task.isCancelled { throw unknown ?? .unavailable(ticket.key, .cancelled) }
    }
  }

  private enum Answer {
    case acquired(Lease)
    /// Go on waiting; with an error where the lease may be ours all the same.
    case refused(unknown: LeaseError?)
  }

  private func ask(
    _ ticket: WaitingLines.Ticket, _ claim: LeaseClaim, seen: UInt64, until deadline: Duration
  ) async throws(LeaseError) -> Answer {
    let obstacle: LeaseError
    var unknown: LeaseError?
    var untilFree: Duration?
    do throws(LeaseError) {
      switch try await take(claim) {
      case .acquired(let lease):
        let holder = LeaseHolder(key: lease.key, owner: plan.owner, expiresAt: lease.expiresAt, fence: lease.fence)
        let rest = lease.expiresAt + plan.clockSkew - time.now
        waiting.taken(lease.key, by: holder, nextAsk: time.uptime + min(rest, polling.longestPause))
        return .acquired(lease)
      case .held(let holder):
        obstacle = .held(holder)
        untilFree = holder.expiresAt + plan.clockSkew - time.now
      }
    } catch .throttled(let key) {
      obstacle = .throttled(key)
    } catch .outcomeUnknown(let outcome) {
      // Only for this task: others must not resolve what may be its lease.
      unknown = .outcomeUnknown(outcome)
      obstacle = .throttled(ticket.key)
    }
    let uptime = time.uptime
    if uptime >= deadline { throw unknown ?? obstacle }
    waiting.refused(ticket.key, by: obstacle, at: uptime, seen: seen) { [polling] previous in
      polling.pause(after: previous, untilFree: untilFree)
    }
    return .refused(unknown: unknown)
  }

  private func acquire(_ claim: LeaseClaim) async throws(LeaseError) -> Lease {
    switch try await take(claim) {
    case .acquired(let lease): return lease
    case .held(let holder): throw .held(holder)
    }
  }

  /// Waits for the time or a signal, whichever comes first; both waits have ended when it returns.
  ///
  /// - Returns: Whether there was a wait: without one, asking again would never end.
  private func pause(_ ticket: WaitingLines.Ticket, for duration: Duration) async -> Bool {
    guard duration > .zero else { return true }
    return await withTaskGroup(of: Bool.self) { [time, waiting] group in
      group.addTask { (try? await time.sleep(for: duration)) != nil }
      group.addTask {
        await waiting.signal(for: ticket)
        return true
      }
      let hasWaited = await group.next() ?? true
      group.cancelAll()
      return hasWaited
    }
  }

  private static var longestSleep: Duration { .seconds(3600) }
}
