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
      // It has ended by another step of ours, whose answer is on its way: nobody has taken it.
      if let row, row.ownerToken == request.token, !row.isUndecided {
        claim.term.end(row.status == .failed ? .freed : .completed(isKept: row.result.place != .none))
        span.end("over")
        throw .lost(claim.key, row.record(of: claim.key))
      }
      span.end("lost")
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
  /// - Throws: ``IdempotencyError/lost(_:_:)`` with the record that stands where somebody has taken over.
  public func complete(
    _ claim: IdempotencyClaim, with value: some Encodable & Sendable
  ) async throws(IdempotencyError) {
    try await complete(completion(of: claim, with: value))
  }

  /// The completion as a value, to be made in a transaction together with the work. Costs nothing, unless the result goes to
  /// the ``ResultStore``.
  public func completion(
    of claim: IdempotencyClaim, with value: some Encodable & Sendable
  ) async -> IdempotencyCompletion {
    completion(of: claim, await place(value))
  }

  func completion(of claim: IdempotencyClaim, _ result: RecordedResult) -> IdempotencyCompletion {
    let expiresAt = (time.now + claim.request.retention).secondsRoundedUp
    return IdempotencyCompletion(
      claim: claim, update: plan.complete(claim.request, result, expiresAt: expiresAt), result: result,
      expiresAt: expiresAt)
  }

  func complete(_ completion: IdempotencyCompletion) async throws(IdempotencyError) {
    let claim = completion.claim
    let span = observer.span("complete")
    do throws(IdempotencyError) {
      do throws(DynamoDBError) {
        _ = try await repeating(completion.update, until: time.uptime + Self.endingTime)
      } catch .conditionFailed(let item) {
        let row = item.map { RequestRow($0, at: time.now) }
        guard isCompleted(row, by: claim) else { throw lost(claim, row) }
      } catch .outcomeUnknown {
        try await settle(completion, .complete(completion))
      } catch {
        throw IdempotencyError(error, on: claim.key)
      }
      completed(completion)
      span.end("completed")
    } catch {
      span.end(failed: error)
      throw error
    }
  }

  /// Reads whether a completion got through to which no answer came.
  func settle(
    _ completion: IdempotencyCompletion, _ step: UnknownRequestOutcome.Step
  ) async throws(IdempotencyError) {
    let claim = completion.claim
    let unknown = UnknownRequestOutcome(key: claim.key, step: step, store: self)
    let row: RequestRow?
    do throws(DynamoDBError) { row = try await self.row(of: claim.key, consistentRead: true) } catch {
      throw .outcomeUnknown(unknown)
    }
    if isCompleted(row, by: claim) { return }
    if row?.ownerToken == claim.request.token, row?.status == .started { throw .outcomeUnknown(unknown) }
    throw lost(claim, row)
  }

  /// Gives the request up: the next one may begin at once, with the same payload. One write unit.
  ///
  /// A request that is somebody else's by now is left alone.
  @discardableResult
  public func fail(_ claim: IdempotencyClaim) async throws(IdempotencyError) -> IdempotencyRelease {
    let span = observer.span("fail")
    do throws(DynamoDBError) {
      _ = try await repeating(plan.fail(claim.request), until: time.uptime + Self.endingTime)
      freed(claim)
      span.end("freed")
      return .freed
    } catch .conditionFailed(let item) {
      let row = item.map { RequestRow($0, at: time.now) }
      if let row, row.ownerToken == claim.request.token {
        switch row.status {
        case .failed:
          freed(claim)
          span.end("freed")
          return .freed
        case .completed:
          claim.term.end(.completed(isKept: row.result.place != .none))
          span.end("completed")
          return .completed
        case .started, nil: break
        }
      }
      _ = lost(claim, row)
      span.end("lost")
      return .lost(row?.record(of: claim.key))
    } catch {
      let unknown = UnknownRequestOutcome(key: claim.key, step: .fail(claim), store: self)
      let failure = IdempotencyError(error, on: claim.key, unknown: unknown)
      span.end(failed: failure)
      throw failure
    }
  }

  func completed(_ completion: IdempotencyCompletion) {
    remember(completion.record)
    if completion.claim.term.end(.completed(isKept: completion.isKept)) { observer.count(.completed) }
  }

  private func freed(_ claim: IdempotencyClaim) {
    if claim.term.end(.freed) { observer.count(.freed) }
  }

  func isCompleted(_ row: RequestRow?, by claim: IdempotencyClaim) -> Bool {
    row?.ownerToken == claim.request.token && row?.status == .completed
  }

  func lost(_ claim: IdempotencyClaim, _ row: RequestRow?) -> IdempotencyError {
    lost(claim, row?.record(of: claim.key))
  }

  func lost(_ claim: IdempotencyClaim, _ record: IdempotencyRecord?) -> IdempotencyError {
    if claim.term.end(.lost(record)) { observer.count(.lost) }
    return .lost(claim.key, record)
  }

  private static var endingTime: Duration { .seconds(30) }
}
