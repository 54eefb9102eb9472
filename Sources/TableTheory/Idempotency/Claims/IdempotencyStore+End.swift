import DynamoDB

// What the holder of a claim does with it.

extension IdempotencyStore {
  /// Moves the end of the in-progress time to `duration` from now, unless it is later already. One write unit.
  ///
  /// - Throws: ``IdempotencyError/lost(_:_:)`` where somebody has taken over.
  @discardableResult
  public func renew(
    _ claim: IdempotencyClaim, for duration: Duration
  ) async throws(IdempotencyError) -> IdempotencyClaim {
    try check(duration)
    let span = observer.span("renew")
    let start = time.uptime
    let now = time.now
    var request = claim.request
    request.duration = duration
    let end = plan.times(of: request, now: now).inProgress
    do throws(DynamoDBError) {
      _ = try await repeating(plan.renew(request, now: now), until: start + duration)
      claim.term.extend(to: start + duration - plan.clockSkew, inProgressUntil: end)
      span.end("renewed")
      return claim
    } catch .conditionFailed(let item) {
      let row = item.map { RequestRow($0, at: now) }
      // It lasts longer already.
      if let row, row.ownerToken == request.token, row.status == .started, let later = row.inProgressExpiresAt,
        later >= end
      {
        claim.term.extend(to: start + duration - plan.clockSkew, inProgressUntil: later)
        span.end("renewed")
        return claim
      }
      // It may have ended by another step of ours, whose answer is on its way: nobody has taken it then.
      span.end(row?.isOver(for: claim) == true ? "over" : "lost")
      throw lost(claim, row)
    } catch {
      let unknown = UnknownRequestOutcome(key: claim.key, step: .renew(claim, duration), store: self)
      let failure = IdempotencyError(error, on: claim.key, unknown: unknown)
      span.end(failed: failure)
      throw failure
    }
  }

  /// Records the result: the work is done, and whoever asks again gets `value`. One write unit for each KB of the row.
  ///
  /// It goes through also after the in-progress time where nobody has taken over. A value that JSON does not have, or
  /// one that is too large to be kept, completes the request without a result.
  ///
  /// Where an earlier call with the same claim has completed it, that one's result stands, and this call is content.
  ///
  /// - Throws: ``IdempotencyError/lost(_:_:)`` with the record that stands where somebody has taken over.
  public func complete(
    _ claim: IdempotencyClaim, with value: some Encodable & Sendable
  ) async throws(IdempotencyError) {
    try await complete(completion(of: claim, with: value))
  }

  /// The completion as a value, to be made in a transaction together with the work. Costs nothing, unless the result goes to
  /// the results' store.
  public func completion(
    of claim: IdempotencyClaim, with value: some Encodable & Sendable
  ) async -> IdempotencyCompletion {
    completion(of: claim, await place(value))
  }

  func completion(of claim: IdempotencyClaim, _ result: RecordedResult) -> IdempotencyCompletion {
    let expiresAt = (time.now + claim.request.retention).secondsRoundedUp
    return IdempotencyCompletion(
      claim: claim, update: plan.complete(claim.request, result, expiresAt: expiresAt), result: result,
      expiresAt: expiresAt, store: self)
  }

  /// Makes a completion by itself: where the transaction that it was meant for is not needed, because its work is done. One
  /// write unit for each KB of the row; where no answer comes, a read unit for each 4 KB more.
  ///
  /// - Throws: ``IdempotencyError/lost(_:_:)`` with the record that stands where somebody has taken over.
  public func complete(_ completion: IdempotencyCompletion) async throws(IdempotencyError) {
    let claim = completion.claim
    let span = observer.span("complete")
    do throws(IdempotencyError) {
      completed(try await recorded(completion), by: claim)
      span.end("completed")
    } catch {
      span.end(failed: error)
      throw error
    }
  }

  /// - Returns: The record that stands, which a completion before this one may have made.
  private func recorded(_ completion: IdempotencyCompletion) async throws(IdempotencyError) -> IdempotencyRecord {
    let claim = completion.claim
    let row: RequestRow?
    do throws(DynamoDBError) {
      _ = try await repeating(completion.update, until: time.uptime + Self.endingTime)
      return completion.record
    } catch .conditionFailed(let item) {
      row = item.map { RequestRow($0, at: time.now) }
    } catch .outcomeUnknown {
      row = try await settled(completion, .complete(completion))
    } catch {
      throw IdempotencyError(error, on: claim.key)
    }
    guard let row, row.isCompleted(by: claim) else { throw lost(claim, row) }
    return row.record(of: claim.key)
  }

  /// Reads what became of a completion to which no answer came.
  ///
  /// - Throws: ``IdempotencyError/outcomeUnknown(_:)`` where it is not made yet, and may be made later.
  func settled(
    _ completion: IdempotencyCompletion, _ step: UnknownRequestOutcome.Step
  ) async throws(IdempotencyError) -> RequestRow? {
    let claim = completion.claim
    let unknown = UnknownRequestOutcome(key: claim.key, step: step, store: self)
    let row: RequestRow?
    do throws(DynamoDBError) { row = try await self.row(of: claim.key, consistentRead: true) } catch {
      throw .outcomeUnknown(unknown)
    }
    if row?.isAtWork(for: claim) == true { throw .outcomeUnknown(unknown) }
    return row
  }

  /// Gives the request up: the next one may begin at once, with the same payload. One write unit.
  ///
  /// A request that is somebody else's by now is left alone.
  ///
  /// - Parameters:
  ///   - claim: of the request.
  ///   - wasCutOff: parts of the work may be done: whoever begins next is told
  ///     (``IdempotencyClaim/isRestart``). Where the claim was a restart itself they are told in any case.
  /// - Returns: What became of it: a request that had been completed or lost before is no error.
  /// - Throws: ``IdempotencyError/outcomeUnknown(_:)`` where no answer came, ``IdempotencyError/throttled(_:)``,
  ///   ``IdempotencyError/unavailable(_:_:)``.
  @discardableResult
  public func fail(
    _ claim: IdempotencyClaim, wasCutOff: Bool = false
  ) async throws(IdempotencyError) -> IdempotencyRelease {
    try await fail(claim, wasCutOff: wasCutOff, isRepeated: false)
  }

  /// - Parameter isRepeated: an attempt before this one was not answered.
  func fail(
    _ claim: IdempotencyClaim, wasCutOff: Bool, isRepeated: Bool
  ) async throws(IdempotencyError) -> IdempotencyRelease {
    #if MUTANTS
      if CodeMutant.isAtWork(.failedWorkKeepsClaim) { return .freed }
    #endif
    let span = observer.span("fail")
    var isUnanswered = isRepeated
    do throws(DynamoDBError) {
      _ = try await client.repeating(
        plan.fail(claim.request, wasCutOff: wasCutOff || claim.isRestart), attempts: max(1, configuration.attempts),
        until: time.uptime + Self.endingTime, by: time, isUnanswered: &isUnanswered)
      freed(claim)
      span.end("freed")
      return .freed
    } catch .conditionFailed(let item) {
      let row = item.map { RequestRow($0, at: time.now) }
      let isOurs = row?.ownerToken == claim.request.token
      // Nobody takes over before our time ends: whoever has begun in it began what an unanswered attempt gave up.
      let wasBegunSince = isUnanswered && !isOurs && time.uptime < claim.deadline
      if wasBegunSince { freed(claim) } else { lost(claim, row) }
      switch row?.status {
      case _ where wasBegunSince, .failed where isOurs:
        span.end("freed")
        return .freed
      case .completed where isOurs:
        span.end("completed")
        return .completed
      default:
        span.end("lost")
        return .lost(row?.record(of: claim.key))
      }
    } catch {
      let unknown = UnknownRequestOutcome(key: claim.key, step: .fail(claim, wasCutOff: wasCutOff), store: self)
      let failure = IdempotencyError(error, on: claim.key, unknown: unknown)
      span.end(failed: failure)
      throw failure
    }
  }

  /// A claim was completed, and this is the record that stands.
  func completed(_ record: IdempotencyRecord, by claim: IdempotencyClaim) {
    remember(record)
    if claim.term.end(.completed(isKept: record.hasResult)) { observer.count(.completed) }
  }

  private func freed(_ claim: IdempotencyClaim) {
    if claim.term.end(.freed) { observer.count(.freed) }
  }

  /// Notes what a row says of a claim that is over: a step of ours may have ended it, without our knowing.
  @discardableResult
  func lost(_ claim: IdempotencyClaim, _ row: RequestRow?) -> IdempotencyError {
    let record = row?.record(of: claim.key)
    if let record, row?.isOver(for: claim) == true {
      if record.state == .completed { completed(record, by: claim) } else { freed(claim) }
    } else if claim.term.end(.lost(record)) {
      observer.count(.lost)
    }
    return .lost(claim.key, record)
  }

  private static var endingTime: Duration { .seconds(30) }
}

extension RequestRow {
  func isCompleted(by claim: IdempotencyClaim) -> Bool {
    ownerToken == claim.request.token && status == .completed
  }

  func isAtWork(for claim: IdempotencyClaim) -> Bool { ownerToken == claim.request.token && status == .started }

  /// Whether the claim was ended, and by nobody but its own steps.
  func isOver(for claim: IdempotencyClaim) -> Bool { ownerToken == claim.request.token && !isUndecided }
}
