import DynamoDB

/// Publishing in place, as a pure function: one transaction on META and LOCK.
///
/// LOCK is named once, as an update that is guarded by the token and ends the lease: DynamoDB refuses a
/// transaction that names an item twice, a `ConditionCheck` beside a `Delete` say.
struct PublishPlan: Sendable {
  var table: String
  var leases: LeasePlan

  /// The order of the transaction's actions, and so of its cancellation reasons.
  enum Action: Int {
    case meta
    case lock
    /// The record of the request that asked for it, if there is one.
    case request
  }

  /// - Parameters:
  ///   - generatedAt: epoch seconds.
  ///   - late: leaves out that the lease has not expired: its token alone proves that nobody else began.
  ///   - requestToken: fixed for the publication, so that the request may be repeated.
  func publish(
    _ publication: Publication, holding lease: Lease, generatedAt: Int64, now: Timestamp, late: Bool,
    completing completion: IdempotencyCompletion? = nil, requestToken: String
  ) -> TransactWriteItems {
    let isOurs = leases.isOurs(lease.token)
    let isRunning = DocumentPath.row(Attribute.leaseExpiresAt) > .number(now.secondsRoundedDown)
    let meta = UpdateItem(
      table: table, key: RowKey.item(lease.key, RowKey.meta),
      update: update(publication, holding: lease, generatedAt: generatedAt),
      condition: DocumentPath.row(Attribute.fence).doesNotExist
        || DocumentPath.row(Attribute.fence) < .number(lease.fence),
      returnValuesOnConditionCheckFailure: .allOld)
    let lock = UpdateItem(
      table: table, key: RowKey.item(lease.key, RowKey.lock),
      update: leases.tombstone(now: now).set(.row(Attribute.publishedAt), to: .number(generatedAt)),
      condition: late ? isOurs : isOurs && isRunning,
      returnValuesOnConditionCheckFailure: .allOld)
    let request = completion.map { [$0.action] } ?? []
    return TransactWriteItems([.update(meta), .update(lock)] + request, clientRequestToken: requestToken)
  }

  private func update(_ publication: Publication, holding lease: Lease, generatedAt: Int64) -> Update {
    let timeToLive = (Timestamp(seconds: generatedAt) + publication.retention).secondsRoundedUp
    var update = Update()
      .set(.row(Attribute.objectKey), to: .string(publication.objectKey))
      .set(.row(Attribute.generatedAt), to: .number(generatedAt))
      .set(.row(Attribute.revalidateSeconds), to: .number(publication.revalidateAfter.components.seconds))
      .set(.row(Attribute.timeToLive), to: .number(timeToLive))
      .set(
        .row(Attribute.version),
        to: .plus(.ifNotExists(.row(Attribute.version), .value(0)), .value(1))
      )
      .set(.row(Attribute.fence), to: .number(lease.fence))
      .set(.row(Attribute.leaseToken), to: .string(lease.token))
    let optional: [(String, AttributeValue?)] = [
      (Attribute.etag, publication.etag.map { .string($0) }),
      (Attribute.status, publication.status.map { .number($0) }),
      (Attribute.contentType, publication.contentType.map { .string($0) }),
      (Attribute.renderMilliseconds, publication.renderTime.map { .number(Self.milliseconds($0)) }),
      (Attribute.deployID, publication.deployID.map { .string($0) }),
    ]
    for (attribute, value) in optional {
      // What the last publication had and this one does not must not stay.
      update = value.map { update.set(.row(attribute), to: $0) } ?? update.remove(.row(attribute))
    }
    return update
  }

  private static func milliseconds(_ duration: Duration) -> Int64 {
    Timestamp(sinceEpoch: duration).milliseconds
  }
}

extension PublishPlan {
  /// What a cancelled publication means, reason by reason.
  enum Refusal: Hashable {
    /// An earlier attempt got through: META holds our token.
    case alreadyPublished(CacheEntry?)
    case lost(holder: LeaseHolder?)
    case stale(current: Int64?)
    case requestLost(IdempotencyKey, IdempotencyRecord?)
    /// Other transactions or too many requests: nothing is decided.
    case busy
    case other(String)
  }

  /// Whether the reasons tell what META holds: that its condition was met, or the row itself.
  static func showsMeta(_ reasons: [CancellationReason]) -> Bool {
    reasons.first.map { $0.code == .none || $0.item != nil } ?? false
  }

  /// After a publication of ours META's fence is not lower than ours, so META's own condition fails and brings the row:
  /// our token there is the proof.
  static func refusal(
    _ reasons: [CancellationReason], holding lease: Lease, completing completion: IdempotencyCompletion? = nil,
    at now: Timestamp
  ) -> Refusal {
    let count = completion == nil ? 2 : 3
    guard reasons.count == count else {
      return .other("the answer has \(reasons.count) cancellation reasons instead of \(count)")
    }
    let meta = reasons[Action.meta.rawValue]
    let lock = reasons[Action.lock.rawValue]
    if let row = meta.item, row[Attribute.leaseToken]?.string == lease.token {
      return .alreadyPublished(CacheEntry(row, key: lease.key))
    }
    if lock.code == .conditionalCheckFailed {
      let row = LockRow(lock.item ?? [:])
      return .lost(holder: row.token == lease.token ? nil : row.holder(of: lease.key, at: now))
    }
    if meta.code == .conditionalCheckFailed { return .stale(current: meta.item?[Attribute.fence]?.integer) }
    if let completion, reasons[Action.request.rawValue].code == .conditionalCheckFailed {
      let record = reasons[Action.request.rawValue].item.map {
        RequestRow($0, at: now).record(of: completion.claim.key)
      }
      return .requestLost(completion.claim.key, record)
    }
    if reasons.contains(where: \.isBusy) { return .busy }
    return .other(reasons.compactMap(\.message).first ?? "the transaction was cancelled without a reason")
  }
}
