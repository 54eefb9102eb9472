import DynamoDB

/// The requests of the lease protocol, as pure functions: what is sent is a value that a test can look at.
///
/// Every value in a request is fixed when it is planned, `:now` too, so that a repeated request is the same one.
struct LeasePlan: Sendable {
  var table: String
  var owner: String?
  /// How much longer than the expiry others wait: their clocks may be ahead.
  var clockSkew: Duration
  /// How long an expired row is kept, so that the fence goes on rising.
  var expiredRowsKept: Duration

  /// Takes the lease if nobody holds it, or if it is held with this very token: a request whose answer was lost
  /// succeeds when it is repeated, instead of losing to itself.
  func acquire(_ key: CacheKey, token: String, for duration: Duration, now: Timestamp) -> UpdateItem {
    let expiresAt = (now + duration).secondsRoundedUp
    var update = Update()
      .set(.row(Attribute.leaseToken), to: .string(token))
      .set(.row(Attribute.leaseExpiresAt), to: .number(expiresAt))
      .set(.row(Attribute.timeToLive), to: .number(timeToLive(after: expiresAt)))
      .set(
        .row(Attribute.fence),
        to: .plus(
          .ifNotExists(.row(Attribute.fence), .value(.number(now.milliseconds))),
          .value(1)))
    if let owner {
      update = update.set(.row(Attribute.leaseOwner), to: .string(owner))
    } else {
      update = update.remove(.row(Attribute.leaseOwner))
    }
    let isFree =
      DocumentPath.row(Attribute.partition).doesNotExist
      || DocumentPath.row(Attribute.leaseExpiresAt).doesNotExist
      || DocumentPath.row(Attribute.leaseExpiresAt) <= .number((now - clockSkew).secondsRoundedDown)
    return UpdateItem(
      table: table, key: RowKey.item(key, RowKey.lock), update: update, condition: isFree || isOurs(token),
      returnValues: .allNew, returnValuesOnConditionCheckFailure: .allOld)
  }

  /// Moves the expiry. That the token is still there proves that nobody took the lease, even where it expired
  /// meanwhile; `strict` asks for it not to have expired, as other SDKs do.
  func renew(_ lease: Lease, for duration: Duration, now: Timestamp, strict: Bool) -> UpdateItem {
    let expiresAt = (now + duration).secondsRoundedUp
    let update = Update()
      .set(.row(Attribute.leaseExpiresAt), to: .number(expiresAt))
      .set(.row(Attribute.timeToLive), to: .number(timeToLive(after: expiresAt)))
    let isRunning = DocumentPath.row(Attribute.leaseExpiresAt) > .number(now.secondsRoundedDown)
    return UpdateItem(
      table: table, key: RowKey.item(lease.key, RowKey.lock), update: update,
      condition: strict ? isOurs(lease.token) && isRunning : isOurs(lease.token),
      returnValues: .allNew, returnValuesOnConditionCheckFailure: .allOld)
  }

  /// Leaves an expired row without a token: the next acquisition goes on from its fence.
  func release(_ lease: Lease, now: Timestamp) -> UpdateItem {
    UpdateItem(
      table: table, key: RowKey.item(lease.key, RowKey.lock), update: tombstone(now: now),
      condition: isOurs(lease.token), returnValuesOnConditionCheckFailure: .allOld)
  }

  /// What makes a LOCK row a tombstone.
  func tombstone(now: Timestamp) -> Update {
    Update()
      .set(.row(Attribute.leaseExpiresAt), to: 0)
      .set(.row(Attribute.timeToLive), to: .number(timeToLive(after: now.secondsRoundedUp)))
      .remove(.row(Attribute.leaseToken))
      .remove(.row(Attribute.leaseOwner))
  }

  func isOurs(_ token: String) -> Condition { DocumentPath.row(Attribute.leaseToken) == .string(token) }

  private func timeToLive(after second: Int64) -> Int64 {
    (Timestamp(seconds: second) + expiredRowsKept).secondsRoundedUp
  }
}
