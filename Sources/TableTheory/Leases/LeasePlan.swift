import DynamoDB

/// The requests of the lease protocol, as pure functions: what is sent is a value that a test can look at.
///
/// Every value in a request is fixed when it is planned, `:now` too, so that a repeated request is the same one.
struct LeasePlan: Sendable {
  var table: String
  var layout = CacheLayout.interoperable
  var owner: String?
  /// How much longer than the expiry others wait: their clocks may be ahead.
  var clockSkew: Duration
  /// How long an expired row is kept, so that the fence goes on rising.
  var expiredRowsKept: Duration

  /// An expiry later than this is no lease's: the longest there is, and a day for clocks that are wrong.
  static func latestExpiry(at now: Timestamp) -> Int64 {
    (now + LeaseManager.longestDuration + .seconds(86_400)).secondsRoundedDown
  }

  /// What an acquisition does with the row's fence.
  enum FenceStep: Hashable {
    case raise
    /// Begins anew where the row's is no number that could be raised.
    case replace
  }

  /// Takes the lease if nobody holds it, or if it is held with this very token: a request whose answer was lost
  /// succeeds when it is repeated, instead of losing to itself.
  ///
  /// - Parameter other: with `reclaiming`, the token that must not be taken although it has our owner's name: another
  ///   task of this process has it.
  func acquire(_ claim: LeaseClaim, now: Timestamp, sparing other: String? = nil, fence: FenceStep = .raise)
    -> UpdateItem
  {
    let expiresAt = (now + claim.duration).secondsRoundedUp
    let seed = AttributeValue.number(now.milliseconds)
    var update = Update()
      .set(.row(Attribute.leaseToken), to: .string(claim.token))
      .set(.row(Attribute.leaseExpiresAt), to: .number(expiresAt))
      .set(.row(Attribute.timeToLive), to: timeToLive(after: expiresAt, keeping: claim.keptUntil))
      .set(
        .row(Attribute.fence),
        to: .plus(fence == .raise ? .ifNotExists(.row(Attribute.fence), .value(seed)) : .value(seed), .value(1)))
    if let owner {
      update = update.set(.row(Attribute.leaseOwner), to: .string(owner))
    } else {
      update = update.remove(.row(Attribute.leaseOwner))
    }
    var condition = isFree(at: now) || isOurs(claim.token) && !isLonger(than: expiresAt)
    if claim.reclaiming, let owner {
      let isReclaimed = DocumentPath.row(Attribute.leaseOwner) == .string(owner)
      condition =
        condition
        || (other.map { isReclaimed && DocumentPath.row(Attribute.leaseToken) != .string($0) } ?? isReclaimed)
    }
    if fence == .replace {
      let path = DocumentPath.row(Attribute.fence)
      condition = condition && (!path.hasType(.number) || path > .number(Int64.max))
    }
    if let seen = claim.seen {
      let version = DocumentPath.row(Attribute.version)
      condition = condition && (seen.version.map { version == .number($0) } ?? version.doesNotExist)
    }
    return UpdateItem(
      table: table, key: key(claim.key), update: update, condition: condition,
      returnValues: .allNew, returnValuesOnConditionCheckFailure: .allOld)
  }

  /// Moves the expiry, never back: an old request that the network delivers late does not shorten what a newer one
  /// has made longer.
  ///
  /// That the token is still there proves that nobody took the lease, even where it expired meanwhile; `strict` asks
  /// for it not to have expired, as other SDKs do.
  func renew(_ lease: Lease, for duration: Duration, now: Timestamp, strict: Bool) -> UpdateItem {
    let expiresAt = (now + duration).secondsRoundedUp
    let update = Update()
      .set(.row(Attribute.leaseExpiresAt), to: .number(expiresAt))
      .set(.row(Attribute.timeToLive), to: timeToLive(after: expiresAt, keeping: lease.keptUntil))
    let isLonger = isOurs(lease.token) && !isLonger(than: expiresAt)
    let isRunning = DocumentPath.row(Attribute.leaseExpiresAt) > .number(now.secondsRoundedDown)
    return UpdateItem(
      table: table, key: key(lease.key), update: update,
      condition: strict ? isLonger && isRunning : isLonger,
      returnValues: .allNew, returnValuesOnConditionCheckFailure: .allOld)
  }

  /// Leaves an expired row without a token: the next acquisition goes on from its fence.
  func release(_ lease: Lease, now: Timestamp) -> UpdateItem {
    UpdateItem(
      table: table, key: key(lease.key), update: tombstone(of: lease, now: now),
      condition: isOurs(lease.token), returnValuesOnConditionCheckFailure: .allOld)
  }

  /// In the compact layout, keeps the row for the lease where its `ttl` is that of an entry or a lease which is over.
  func keep(_ lease: Lease, until second: Int64) -> UpdateItem {
    UpdateItem(
      table: table, key: key(lease.key), update: Update().set(.row(Attribute.timeToLive), to: .number(second)),
      condition: isOurs(lease.token) && DocumentPath.row(Attribute.timeToLive) < .number(second))
  }

  /// Until when an expired row is kept, in epoch seconds.
  func keptUntil(after second: Int64) -> Int64 { (Timestamp(seconds: second) + expiredRowsKept).secondsRoundedUp }

  /// Gives the row a later fence: its own was lost to another program's write.
  func raiseFence(of lease: Lease, to fence: Int64) -> UpdateItem {
    UpdateItem(
      table: table, key: key(lease.key),
      update: Update().set(.row(Attribute.fence), to: .number(fence)),
      condition: isOurs(lease.token) && DocumentPath.row(Attribute.fence) < .number(fence),
      returnValuesOnConditionCheckFailure: .allOld)
  }

  /// What makes a LOCK row a tombstone.
  func tombstone(of lease: Lease, now: Timestamp) -> Update {
    ended(Update())
      .set(.row(Attribute.timeToLive), to: timeToLive(after: now.secondsRoundedUp, keeping: lease.keptUntil))
  }

  /// A tombstone but for its `ttl`.
  func ended(_ update: Update) -> Update {
    update
      .set(.row(Attribute.leaseExpiresAt), to: 0)
      .remove(.row(Attribute.leaseToken))
      .remove(.row(Attribute.leaseOwner))
  }

  /// The bytes of a lease's attributes, as DynamoDB counts them, with a token of 36 characters.
  var attributesSize: Int {
    var attributes: Item = [
      Attribute.leaseToken: .string(String(repeating: "0", count: 36)), Attribute.leaseExpiresAt: 1_700_000_001,
      Attribute.fence: 1_700_000_000_001,
    ]
    attributes[Attribute.leaseOwner] = owner.map { .string($0) }
    return attributes.size
  }

  /// The row with the lease.
  func key(_ key: CacheKey) -> Item { RowKey.item(key, layout.lockRow) }

  func isOurs(_ token: String) -> Condition { DocumentPath.row(Attribute.leaseToken) == .string(token) }

  /// Nobody has the lease: there is no row, its time is over, or its expiry is none that a lease could have. Such a
  /// row would block its key for ever.
  private func isFree(at now: Timestamp) -> Condition {
    let expiry = DocumentPath.row(Attribute.leaseExpiresAt)
    return DocumentPath.row(Attribute.partition).doesNotExist
      || expiry.doesNotExist
      || expiry <= .number((now - clockSkew).secondsRoundedDown)
      || !expiry.hasType(.number)
      || expiry > .number(Self.latestExpiry(at: now))
  }

  private func isLonger(than expiresAt: Int64) -> Condition {
    DocumentPath.row(Attribute.leaseExpiresAt) > .number(expiresAt)
  }

  /// - Parameter entry: until when the entry in the same row is kept, as far as is known.
  private func timeToLive(after second: Int64, keeping entry: Int64?) -> Update.Value {
    let kept = keptUntil(after: second)
    switch layout {
    case .interoperable: return .operand(.value(.number(kept)))
    case .compact:
      // Without knowing the entry's own, it stays: the entry must not go with its lease.
      guard let entry else { return .operand(.ifNotExists(.row(Attribute.timeToLive), .value(.number(kept)))) }
      return .operand(.value(.number(max(kept, entry))))
    }
  }
}
