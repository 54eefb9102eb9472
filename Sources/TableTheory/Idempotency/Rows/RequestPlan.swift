import DynamoDB

/// What a worker asks for with one token.
struct RequestClaim: Hashable, Sendable {
  var key: IdempotencyKey
  var hash: String
  var token: String
  /// How long others have to wait where the worker dies, its clocks' margin included.
  var duration: Duration
  /// How long the record is kept after it has ended.
  var retention: Duration
  /// When the worker is stopped from outside: nobody waits or begins after it.
  var deadline: Timestamp?
  /// Whether ``duration`` is what is left until ``deadline``, counted anew for each attempt.
  var endsAtDeadline = false
}

/// The requests of the idempotency protocol, as pure functions. Every value is fixed when it is planned, so that a
/// repeated request is the same one.
struct RequestPlan: Sendable {
  var table: String
  /// How much longer than the expiry others wait: their clocks may be ahead.
  var clockSkew: Duration

  /// A time later than this is no work's: the longest there is, and a day for clocks that are wrong.
  static func latestInProgress(at now: Timestamp) -> Int64 { LeasePlan.latestExpiry(at: now) }

  static func latestExpiry(at now: Timestamp) -> Int64 {
    (now + LeaseManager.longestDuration + IdempotencyStore.longestRetention + .seconds(86_400)).secondsRoundedDown
  }

  /// Begins a request's work, unless somebody is at it or has done it, and in no case with another payload.
  ///
  /// The owner's own repeated request is refused, and recognised by its token in the row: let through, a copy that the
  /// network delivers late would begin anew what is completed.
  func begin(_ claim: RequestClaim, now: Timestamp) -> UpdateItem {
    let ends = times(of: claim, now: now)
    let update = Update()
      .set(.row(Attribute.requestHash), to: .string(claim.hash))
      .set(.row(Attribute.status), to: .string(RequestRow.Status.started.rawValue))
      .set(.row(Attribute.ownerToken), to: .string(claim.token))
      .set(.row(Attribute.inProgressExpiresAt), to: .number(ends.inProgress))
      .set(.row(Attribute.expiresAt), to: .number(ends.record))
      .set(.row(Attribute.timeToLive), to: .number(ends.record))
      .remove(.row(Attribute.result))
      .remove(.row(Attribute.resultObjectKey))
      .remove(.row(Attribute.resultIsError))
      .remove(.row(Attribute.wasCutOff))
    let wasFreed = hasStatus(.failed) && !isOurs(claim.token)
    let isAbandoned = !hasStatus(.completed) && DocumentPath.row(Attribute.inProgressExpiresAt) <= latestEnd(at: now)
    return UpdateItem(
      table: table, key: claim.key.item, update: update,
      condition: hashAllows(claim.hash)
        && (DocumentPath.row(Attribute.partition).doesNotExist || isExpired(at: now) || wasFreed || isAbandoned),
      returnValues: .allOld, returnValuesOnConditionCheckFailure: .allOld)
  }

  /// Gives a row the time that it has not, another SDK's or a broken one: whoever is at work has this long, and nobody
  /// waits for ever.
  func date(_ claim: RequestClaim, now: Timestamp) -> UpdateItem {
    let path = DocumentPath.row(Attribute.inProgressExpiresAt)
    return UpdateItem(
      table: table, key: claim.key.item,
      update: Update().set(path, to: .number(times(of: claim, now: now).inProgress)),
      condition: hashAllows(claim.hash) && DocumentPath.row(Attribute.partition).exists && !hasStatus(.completed)
        && !hasStatus(.failed) && lacksTime(path, latest: Self.latestInProgress(at: now)),
      returnValuesOnConditionCheckFailure: .allOld)
  }

  /// The same for a completed row that cannot be compared with any payload and does not say when it ends.
  func dateExpiry(_ claim: RequestClaim, now: Timestamp) -> UpdateItem {
    let latest = Self.latestExpiry(at: now)
    return UpdateItem(
      table: table, key: claim.key.item,
      update: Update().set(
        .row(Attribute.expiresAt), to: .number((now + claim.retention).secondsRoundedUp)),
      condition: hasStatus(.completed) && !DocumentPath.row(Attribute.requestHash).hasType(.string)
        && lacksTime(.row(Attribute.expiresAt), latest: latest)
        && lacksTime(.row(Attribute.timeToLive), latest: latest),
      returnValuesOnConditionCheckFailure: .allOld)
  }

  /// Moves the end of the in-progress time, never back.
  func renew(_ claim: RequestClaim, now: Timestamp) -> UpdateItem {
    let ends = times(of: claim, now: now)
    let update = Update()
      .set(.row(Attribute.inProgressExpiresAt), to: .number(ends.inProgress))
      .set(.row(Attribute.expiresAt), to: .number(ends.record))
      .set(.row(Attribute.timeToLive), to: .number(ends.record))
    return UpdateItem(
      table: table, key: claim.key.item, update: update,
      condition: isAtWork(claim.token) && !(DocumentPath.row(Attribute.inProgressExpiresAt) > .number(ends.inProgress)),
      returnValuesOnConditionCheckFailure: .allOld)
  }

  /// Records the result. It asks for the token and not for the time: that the token is there proves that nobody else
  /// has begun.
  func complete(_ claim: RequestClaim, _ result: RecordedResult, expiresAt: Int64) -> UpdateItem {
    var update = Update()
      .set(.row(Attribute.status), to: .string(RequestRow.Status.completed.rawValue))
      .set(.row(Attribute.expiresAt), to: .number(expiresAt))
      .set(.row(Attribute.timeToLive), to: .number(expiresAt))
      .remove(.row(Attribute.inProgressExpiresAt))
    switch result.place {
    case .none: break
    case .row(let text): update = update.set(.row(Attribute.result), to: .string(text))
    case .object(let name): update = update.set(.row(Attribute.resultObjectKey), to: .string(name))
    }
    if result.isError { update = update.set(.row(Attribute.resultIsError), to: true) }
    return UpdateItem(
      table: table, key: claim.key.item, update: update, condition: isAtWork(claim.token),
      returnValuesOnConditionCheckFailure: .allOld)
  }

  /// Lets the next one begin at once. The payload's hash stays: the retry has to be the same request.
  ///
  /// - Parameter wasCutOff: parts of the work may be done, which the next one is told.
  func fail(_ claim: RequestClaim, wasCutOff: Bool) -> UpdateItem {
    var update = Update()
      .set(.row(Attribute.status), to: .string(RequestRow.Status.failed.rawValue))
      .remove(.row(Attribute.inProgressExpiresAt))
    #if MUTANTS
      let wasCutOff = wasCutOff && !CodeMutant.isAtWork(.cutOffIsNotTold)
    #endif
    if wasCutOff { update = update.set(.row(Attribute.wasCutOff), to: true) }
    return UpdateItem(
      table: table, key: claim.key.item, update: update, condition: isAtWork(claim.token),
      returnValuesOnConditionCheckFailure: .allOld)
  }

  /// Deletes the row, unless somebody is at work and has time left, or may have: a row that does not say.
  func forget(_ key: IdempotencyKey, now: Timestamp, evenInProgress: Bool) -> DeleteItem {
    let isOver =
      DocumentPath.row(Attribute.partition).doesNotExist || hasStatus(.completed) || hasStatus(.failed)
      || DocumentPath.row(Attribute.inProgressExpiresAt) <= .number(now.secondsRoundedDown) || isExpired(at: now)
    return DeleteItem(
      table: table, key: key.item, condition: evenInProgress ? nil : isOver, returnValues: .allOld,
      returnValuesOnConditionCheckFailure: .allOld)
  }
}

extension RequestPlan {
  /// When the in-progress time ends, and how long the record is there where nobody ends it.
  func times(of claim: RequestClaim, now: Timestamp) -> (inProgress: Int64, record: Int64) {
    let end = now + claim.duration
    return (end.secondsRoundedUp, (end + claim.retention).secondsRoundedUp)
  }

  private func latestEnd(at now: Timestamp) -> AttributeValue { .number((now - clockSkew).secondsRoundedDown) }

  private func hasStatus(_ status: RequestRow.Status) -> Condition {
    DocumentPath.row(Attribute.status) == .string(status.rawValue)
  }

  private func isOurs(_ token: String) -> Condition { DocumentPath.row(Attribute.ownerToken) == .string(token) }

  private func isAtWork(_ token: String) -> Condition { isOurs(token) && hasStatus(.started) }

  /// The same payload, or none that could be compared.
  private func hashAllows(_ hash: String) -> Condition {
    let path = DocumentPath.row(Attribute.requestHash)
    return !path.hasType(.string) || path == .string(hash)
  }

  /// By `expires_at`; where a row has none, by `ttl`, which is all that other SDKs write. Never by whether DynamoDB has
  /// deleted the row yet.
  private func isExpired(at now: Timestamp) -> Condition {
    let path = DocumentPath.row(Attribute.expiresAt)
    return path <= latestEnd(at: now)
      || lacksTime(path, latest: Self.latestExpiry(at: now))
        && DocumentPath.row(Attribute.timeToLive) <= latestEnd(at: now)
  }

  private func lacksTime(_ path: DocumentPath, latest: Int64) -> Condition {
    !path.hasType(.number) || path > .number(latest)
  }
}
