import DynamoDB

extension IdempotencyStore {
  /// Until when a caller waits, by uptime: nobody is there any more to do the work after the deadline.
  func waitEnd(of claim: RequestClaim, waitingUpTo limit: Duration) -> Duration {
    let rest = claim.deadline.map { $0 - time.now }
    return time.uptime + (rest.map { min($0, limit) } ?? limit)
  }

  /// Begins, waiting while somebody is at it: for their result, or for the end of their time.
  ///
  /// - Parameter known: what an attempt before has shown.
  func begin(
    _ claim: RequestClaim, until end: Duration, after known: IdempotencyAttempt? = nil
  ) async throws(IdempotencyError) -> IdempotencyAttempt {
    var attempt: IdempotencyAttempt
    if let known { attempt = known } else { attempt = try await begin(claim) }
    var pause: Duration?
    while case .inProgress(let holder) = attempt, isWaiting(until: end) {
      let untilFree = (holder.until ?? time.now) + plan.clockSkew - time.now
      let (wait, next) = configuration.polling.pause(after: pause, untilFree: untilFree)
      pause = next
      do { try await time.sleep(for: min(wait, end - time.uptime)) } catch { throw .unavailable(claim.key, .cancelled) }
      if let deadline = claim.deadline, deadline <= time.now { break }
      do throws(IdempotencyError) {
        attempt = try await look(claim, holder)
      } catch .throttled {
        // The next look may find it.
      }
    }
    return attempt
  }

  private func isWaiting(until end: Duration) -> Bool {
    #if MUTANTS
      if CodeMutant.isAtWork(.waitsForEver) { return true }
    #endif
    return time.uptime < end
  }

  /// One look at what somebody is at: a read, and a write only where there is something to begin.
  private func look(
    _ claim: RequestClaim, _ holder: IdempotencyHolder
  ) async throws(IdempotencyError) -> IdempotencyAttempt {
    let now = time.now
    guard let until = holder.until, now < until + plan.clockSkew else { return try await begin(claim) }
    let row: RequestRow?
    do throws(DynamoDBError) { row = try await self.row(of: claim.key, consistentRead: false) } catch {
      throw IdempotencyError(error, on: claim.key)
    }
    // A late copy of a beginning may have given the row a time that is over.
    guard let row, row.isUndecided, let end = row.inProgressExpiresAt.map(Timestamp.init(seconds:)),
      time.now < end + plan.clockSkew
    else { return try await begin(claim) }
    if row.hash != nil { _ = try same(row.record(of: claim.key), claim) }
    return .inProgress(IdempotencyHolder(key: claim.key, until: end))
  }
}
