public import DynamoDB

extension IdempotencyStore {
  /// Begins a request's work, or says that it is done or under way.
  ///
  /// ``perform(_:payload:inProgressFor:until:retainFor:waitingUpTo:renewingUpTo:_:)`` does this and the rest. Who takes the
  /// steps by hand completes or fails what it began, and renews it in time.
  ///
  /// - Parameters:
  ///   - inProgressFor: how long others have to wait where this worker dies. Without it, until `deadline`; without that,
  ///     as configured. The row's time is the next whole second.
  ///   - deadline: when the platform stops this worker, Lambda's deadline say.
  ///   - retainFor: how long the record is kept once it has ended, as configured without it.
  ///   - limit: how long to wait where somebody is at it, and not beyond `deadline`. Each look costs half a read unit.
  /// - Throws: ``IdempotencyError/mismatch(_:stored:given:)`` where the key is another payload's, in whatever state.
  public func begin(
    _ key: IdempotencyKey, payload: IdempotencyPayload, inProgressFor: Duration? = nil,
    until deadline: Timestamp? = nil, retainFor: Duration? = nil, waitingUpTo limit: Duration = .zero
  ) async throws(IdempotencyError) -> IdempotencyAttempt {
    let claim = try claim(key, payload, inProgressFor: inProgressFor, until: deadline, retainFor: retainFor)
    return try await begin(claim, until: waitEnd(of: claim, waitingUpTo: limit))
  }

  /// Makes an attempt; it may be made again with the same claim.
  func begin(_ wanted: RequestClaim) async throws(IdempotencyError) -> IdempotencyAttempt {
    let claim = try current(wanted)
    return try await observed { () throws(IdempotencyError) in
      if let record = remembered.record(of: claim.key, uptime: time.uptime, now: time.now) {
        return .completed(try same(record, claim))
      }
      let attempt = try await look(claim)
      // Only what was just read: what is remembered would be remembered for ever by being asked for.
      if case .completed(let record) = attempt { remember(record) }
      return attempt
    }
  }

  private func look(_ claim: RequestClaim) async throws(IdempotencyError) -> IdempotencyAttempt {
    if configuration.look == .read, let record = try await completedRecord(claim) { return .completed(record) }
    return try await attempt(claim)
  }

  private func observed(
    _ step: () async throws(IdempotencyError) -> IdempotencyAttempt
  ) async throws(IdempotencyError) -> IdempotencyAttempt {
    let span = observer.span("begin")
    do throws(IdempotencyError) {
      let attempt = try await step()
      switch attempt {
      case .started:
        observer.count(.started)
        span.end("started")
      case .completed:
        observer.count(.replayed)
        span.end("completed")
      case .inProgress:
        observer.count(.inProgress)
        span.end("in_progress")
      }
      return attempt
    } catch {
      if case .mismatch = error { observer.count(.mismatched) }
      span.end(failed: error)
      throw error
    }
  }

  /// A completed record that an eventually consistent read shows: one that is completed stays so until it expires.
  /// Whatever else such a read shows may be out of date, and is not believed.
  private func completedRecord(_ claim: RequestClaim) async throws(IdempotencyError) -> IdempotencyRecord? {
    do throws(DynamoDBError) {
      let now = time.now
      guard let row = try await row(of: claim.key, consistentRead: false), row.status == .completed,
        row.hash == claim.hash, let expiresAt = row.expiresAt, Timestamp(seconds: expiresAt) > now
      else { return nil }
      return row.record(of: claim.key)
    } catch {
      throw IdempotencyError(error, on: claim.key)
    }
  }

  private func attempt(_ claim: RequestClaim) async throws(IdempotencyError) -> IdempotencyAttempt {
    // The second attempt is for a row that has changed between the first one and what gave it a time.
    for _ in 0..<3 {
      let start = time.uptime
      let now = time.now
      do throws(DynamoDBError) {
        let old = try await repeating(plan.begin(claim, now: now), until: start + claim.duration).attributes
        return .started(
          started(
            claim, isRestart: old.map { RequestRow($0, at: now).mayBeHalfDone } ?? false,
            inProgressUntil: plan.times(of: claim, now: now).inProgress, deadline: start + claim.duration))
      } catch .conditionFailed(let item) {
        guard let item else {
          throw .unavailable(
            claim.key,
            .validation(
              "a refusal does not hold the row: the endpoint does not honour ReturnValuesOnConditionCheckFailure"))
        }
        if let attempt = try await refused(claim, RequestRow(item, at: now), start: start, now: now) { return attempt }
      } catch {
        throw IdempotencyError(error, on: claim.key, unknown: .init(key: claim.key, step: .begin(claim), store: self))
      }
    }
    throw .throttled(claim.key)
  }

  /// What a row means that does not let us begin.
  ///
  /// - Returns: `nil` where it is worth another attempt.
  private func refused(
    _ claim: RequestClaim, _ row: RequestRow, start: Duration, now: Timestamp
  ) async throws(IdempotencyError) -> IdempotencyAttempt? {
    if row.ownerToken == claim.token, row.status == .started {
      return .started(try await begunBefore(claim, row, start: start, now: now))
    }
    // Our own token on a row that has ended: a claim that is over is not begun again.
    if row.ownerToken == claim.token, row.status == .failed { throw .lost(claim.key, row.record(of: claim.key)) }
    return try await standing(claim, row, now: now)
  }

  /// What a row means that is not ours.
  private func standing(
    _ claim: RequestClaim, _ row: RequestRow, now: Timestamp
  ) async throws(IdempotencyError) -> IdempotencyAttempt? {
    let record = row.record(of: claim.key)
    if row.hash != nil { _ = try same(record, claim) }
    switch row.status {
    case .completed where row.hash != nil: return .completed(record)
    case .completed:
      if row.expiresAt == nil, try await !dated(claim, plan.dateExpiry(claim, now: now)) { return nil }
      let expiresAt = row.expiresAt ?? (now + claim.retention).secondsRoundedUp
      throw .unreadable(
        claim.key, until: Timestamp(seconds: expiresAt), "its row has no payload hash that could be compared")
    case .started, nil:
      var end = row.inProgressExpiresAt
      if end == nil, try await dated(claim, plan.date(claim, now: now)) {
        end = plan.times(of: claim, now: now).inProgress
      }
      return end.map { .inProgress(IdempotencyHolder(key: claim.key, until: Timestamp(seconds: $0))) }
    case .failed: return nil
    }
  }

  /// Gives a row a time.
  ///
  /// - Returns: Whether it still lacked one.
  private func dated(_ claim: RequestClaim, _ request: UpdateItem) async throws(IdempotencyError) -> Bool {
    do throws(DynamoDBError) {
      _ = try await repeating(request, until: time.uptime + claim.duration)
      return true
    } catch .conditionFailed {
      return false
    } catch {
      throw IdempotencyError(error, on: claim.key)
    }
  }

  /// An earlier attempt of ours got through. What was there before it, nobody knows.
  private func begunBefore(
    _ claim: RequestClaim, _ row: RequestRow, start: Duration, now: Timestamp
  ) async throws(IdempotencyError) -> IdempotencyClaim {
    let end = plan.times(of: claim, now: now).inProgress
    let ours = started(
      claim, isRestart: true, inProgressUntil: row.inProgressExpiresAt ?? end, deadline: start + claim.duration)
    // An attempt of long ago gave it an earlier end.
    if row.inProgressExpiresAt.map({ $0 < end }) ?? true { try await renew(ours, for: claim.duration) }
    return ours
  }

  private func started(
    _ claim: RequestClaim, isRestart: Bool, inProgressUntil: Int64, deadline: Duration
  ) -> IdempotencyClaim {
    #if MUTANTS
      let isRestart = isRestart && !CodeMutant.isAtWork(.restartIsNotTold)
    #endif
    return IdempotencyClaim(
      key: claim.key, isRestart: isRestart, request: claim,
      term: ClaimTerm(inProgressUntil: inProgressUntil, deadline: deadline - plan.clockSkew, time: time))
  }

  /// As much of a hash as an error shows: enough to tell two apart.
  private static func shown(_ hash: String) -> String { String(hash.prefix(12)) }

  /// - Throws: ``IdempotencyError/mismatch(_:stored:given:)`` where the record is another payload's.
  func same(_ record: IdempotencyRecord, _ claim: RequestClaim) throws(IdempotencyError) -> IdempotencyRecord {
    #if MUTANTS
      if CodeMutant.isAtWork(.mismatchIsIgnored) { return record }
    #endif
    let stored = record.payloadHash ?? ""
    guard stored == claim.hash else {
      throw .mismatch(claim.key, stored: Self.shown(stored), given: Self.shown(claim.hash))
    }
    return record
  }

  /// Only what is small: the limit is a number of results.
  func remember(_ record: IdempotencyRecord) {
    if case .row(let text) = record.result.place, text.utf8.count > max(0, configuration.largestInlineResult) { return }
    remembered.insert(record, uptime: time.uptime)
  }
}
