import DynamoDB

/// Publishing as a pure function: in the interoperable layout one transaction on META and LOCK, in the compact one an
/// update; with a VER row where versions are kept.
///
/// LOCK is named once, as an update that is guarded by the token and ends the lease: DynamoDB refuses a
/// transaction that names an item twice, a `ConditionCheck` beside a `Delete` say.
struct PublishPlan: Sendable {
  var table: String
  var leases: LeasePlan

  private var layout: CacheLayout { leases.layout }

  /// What is published, every value fixed, so that it can be sent again as it was.
  struct Draft: Sendable {
    var lease: Lease
    var attributes: EntryAttributes
    /// Epoch seconds.
    var generatedAt: Int64
    var now: Timestamp
    /// Leaves out that the lease has not expired: its token alone proves that nobody else began.
    var late: Bool
    var condition: PublishGuard?
    var version: VersionStep?
    /// Completes a request's record in the same transaction.
    var completion: IdempotencyCompletion?
    /// Fixed for the publication, so that the request may be repeated.
    var requestToken: String
  }

  /// What becomes of a version's row.
  enum VersionStep: Hashable, Sendable {
    case keep(id: String)
    /// The entry goes back to it: it must be there.
    case goBack(id: String)
  }

  /// Which row an action of the transaction, and so a cancellation reason, is about.
  enum Row: Hashable {
    case entry
    case lock
    /// In the compact layout.
    case entryAndLock
    case version
    case request
  }

  /// One request, and what it writes.
  enum Request: Hashable, Sendable {
    case update(UpdateItem)
    case transaction(TransactWriteItems, rows: [Row])
  }

  func publish(_ draft: Draft) -> Request {
    var others: [(Row, TransactWriteItems.Action)] = []
    if let version = draft.version { others.append((.version, versionAction(version, draft))) }
    if let completion = draft.completion { others.append((.request, completion.action)) }
    switch layout {
    case .interoperable:
      return transaction([(.entry, .update(entry(draft))), (.lock, .update(lock(draft)))] + others, draft)
    case .compact:
      guard !others.isEmpty else { return .update(page(draft)) }
      return transaction([(.entryAndLock, .update(page(draft)))] + others, draft)
    }
  }

  private func transaction(_ actions: [(Row, TransactWriteItems.Action)], _ draft: Draft) -> Request {
    .transaction(
      TransactWriteItems(actions.map(\.1), clientRequestToken: draft.requestToken), rows: actions.map(\.0))
  }

  private func entry(_ draft: Draft) -> UpdateItem {
    UpdateItem(
      table: table, key: RowKey.item(draft.lease.key, layout.entryRow), update: draft.attributes.update,
      condition: isLater(draft), returnValuesOnConditionCheckFailure: .allOld)
  }

  private func lock(_ draft: Draft) -> UpdateItem {
    UpdateItem(
      table: table, key: leases.key(draft.lease.key),
      update: leases.tombstone(of: draft.lease, now: draft.now)
        .set(.row(Attribute.publishedAt), to: .number(draft.generatedAt)),
      condition: isHeld(draft), returnValuesOnConditionCheckFailure: .allOld)
  }

  /// Both in one row. The entry's `ttl` is the row's.
  private func page(_ draft: Draft) -> UpdateItem {
    UpdateItem(
      table: table, key: leases.key(draft.lease.key), update: leases.ended(draft.attributes.update),
      condition: isHeld(draft) && isLater(draft), returnValues: .allNew, returnValuesOnConditionCheckFailure: .allOld)
  }

  private func versionAction(_ step: VersionStep, _ draft: Draft) -> TransactWriteItems.Action {
    let partition = DocumentPath.row(Attribute.partition)
    switch step {
    case .keep(let id):
      let key = RowKey.item(draft.lease.key, PublishedVersion.row(id))
      return .put(
        PutItem(
          table: table, item: key.merging(draft.attributes.set) { key, _ in key }, condition: partition.doesNotExist,
          returnValuesOnConditionCheckFailure: .allOld))
    case .goBack(let id):
      let key = RowKey.item(draft.lease.key, PublishedVersion.row(id))
      // It is kept as long as the entry that names it.
      let kept = Update().set(.row(Attribute.timeToLive), to: draft.attributes.set[Attribute.timeToLive] ?? .null)
      return .update(UpdateItem(table: table, key: key, update: kept, condition: partition.exists))
    }
  }

  private func isHeld(_ draft: Draft) -> Condition {
    let isOurs = leases.isOurs(draft.lease.token)
    return draft.late
      ? isOurs : isOurs && DocumentPath.row(Attribute.leaseExpiresAt) > .number(draft.now.secondsRoundedDown)
  }

  private func isLater(_ draft: Draft) -> Condition {
    let fence = DocumentPath.row(layout.publishedFence)
    let isLater = fence.doesNotExist || fence < .number(draft.lease.fence)
    return draft.condition.map { isLater && $0.condition } ?? isLater
  }
}

extension PublishPlan {
  /// What a refused publication means, reason by reason.
  enum Refusal: Hashable {
    /// An earlier attempt got through: the entry holds our token.
    case alreadyPublished(CacheEntry?)
    case lost(holder: LeaseHolder?)
    case stale(current: Int64?)
    case guardFailed(current: CacheEntry?)
    /// The version to go back to is not there any more.
    case versionGone
    /// The request whose record was to be completed is somebody else's, or has ended.
    case requestLost(IdempotencyKey, RequestRow?)
    /// Other transactions or too many requests: nothing is decided.
    case busy
    case other(String)
  }

  /// Whether the reasons tell what the entry is: that its condition was met, or the row itself.
  static func showsEntry(_ reasons: [CancellationReason], _ rows: [Row]) -> Bool {
    for (row, reason) in zip(rows, reasons) where row == .entry || row == .entryAndLock {
      return reason.code == .none || reason.item != nil
    }
    return false
  }

  /// After a publication of ours the entry's fence is not lower than ours, so the entry's own condition fails and brings
  /// the row: our token there is the proof.
  func refusal(_ reasons: [CancellationReason], _ rows: [Row], draft: Draft) -> Refusal {
    guard reasons.count == rows.count else {
      return .other("the answer has \(reasons.count) cancellation reasons instead of \(rows.count)")
    }
    let lease = draft.lease
    var failed: [Row: Item] = [:]
    var shown: Item?
    for (row, reason) in zip(rows, reasons) {
      if reason.code == .conditionalCheckFailed { failed[row] = reason.item ?? [:] }
      if row == .entry || row == .entryAndLock { shown = reason.item }
    }
    if let row = shown, row[layout.publisherToken]?.string == lease.token {
      return .alreadyPublished(CacheEntry(row, key: lease.key, layout: layout))
    }
    if let row = failed[.lock] { return .lost(holder: taker(row, lease, draft.now)) }
    if let row = failed[.entryAndLock], !holds(row, draft) { return .lost(holder: taker(row, lease, draft.now)) }
    if let row = failed[.entry] ?? failed[.entryAndLock] {
      let current = row[layout.publishedFence]?.integer
      guard draft.condition != nil, current.map({ $0 < lease.fence }) ?? true else { return .stale(current: current) }
      return .guardFailed(current: CacheEntry(row, key: lease.key, layout: layout))
    }
    if let row = failed[.request], let claim = draft.completion?.claim {
      return .requestLost(claim.key, row.isEmpty ? nil : RequestRow(row, at: draft.now))
    }
    if failed[.version] != nil, case .goBack = draft.version { return .versionGone }
    if reasons.contains(where: \.isBusy) { return .busy }
    return .other(reasons.compactMap(\.message).first ?? "the transaction was cancelled without a reason")
  }

  /// Whether the entry is a later publication than this one: what stood there before it cannot be told.
  func wasOvertaken(_ reasons: [CancellationReason], _ rows: [Row], draft: Draft) -> Bool {
    for (row, reason) in zip(rows, reasons) where row == .entry || row == .entryAndLock {
      return reason.item?[layout.publishedFence]?.integer.map { $0 > draft.lease.fence } ?? false
    }
    return false
  }

  private func taker(_ row: Item, _ lease: Lease, _ now: Timestamp) -> LeaseHolder? {
    let row = LockRow(row)
    return row.token == lease.token ? nil : row.holder(of: lease.key, at: now)
  }

  private func holds(_ row: Item, _ draft: Draft) -> Bool {
    let row = LockRow(row)
    guard row.token == draft.lease.token else { return false }
    return draft.late || row.expiresAt.map { $0 > draft.now.secondsRoundedDown } ?? false
  }
}
