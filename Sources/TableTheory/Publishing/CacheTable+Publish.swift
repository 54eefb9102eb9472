import DynamoDB

extension CacheTable {
  /// When a publication whose lease has expired may still go through.
  public enum Lateness: Hashable, Sendable {
    /// Never: what the other SDKs do.
    case refused
    /// As long as nobody else has begun: a render that took too long is not wasted.
    case acceptedIfUnchallenged
  }

  /// Makes a new body the current one and ends the lease, at once, as only the lease's holder can.
  ///
  /// Costs one request and four write units (a transaction of two rows of up to 1 KB), in the compact layout one unit; two
  /// more to keep a version, in the compact layout three (without a request). Tags cost half a read unit each. A request whose answer is lost,
  /// or that met another transaction, is repeated as it was; if no answer comes at all, the entry is read to find out.
  ///
  /// - Parameters:
  ///   - lease: the lease under which the body was made. It is over when the publication succeeds.
  ///   - lateness: what happens where the lease has expired.
  ///   - replaced: the entry that was current when the body's making began: invalidations that it shows are answered.
  ///   - condition: what the current entry has to be.
  ///   - completion: completes a request's record in the same transaction, for two write units more (three in the compact
  ///     layout where no version is kept): the page is published if and only if the record is complete.
  /// - Returns: The entry as it was published.
  /// - Throws: ``PublishError``; ``PublishError/lost(_:holder:)`` where somebody else has begun, in which case the
  ///   body may be served once but is not current.
  @discardableResult
  public func publish(
    _ publication: Publication, holding lease: Lease, lateness: Lateness = .refused,
    replacing replaced: CacheEntry? = nil, if condition: PublishGuard? = nil,
    completing completion: IdempotencyCompletion? = nil
  ) async throws(PublishError) -> CacheEntry {
    try await publish(
      publication, holding: lease, lateness: lateness, answering: replaced.map(AnsweredInvalidations.init(shownBy:)),
      knowing: [:], if: condition, completing: completion)
  }

  /// - Parameters:
  ///   - answered: the invalidations that the page's row showed before the body's making began.
  ///   - known: the generations of tags that were read before it.
  func publish(
    _ publication: Publication, holding lease: Lease, lateness: Lateness, answering answered: AnsweredInvalidations?,
    knowing known: [CacheTag: TagGeneration], if condition: PublishGuard? = nil, goingBackTo versionID: String? = nil,
    completing completion: IdempotencyCompletion? = nil
  ) async throws(PublishError) -> CacheEntry {
    try publication.check()
    let completion = completion ?? publication.completing
    var publication = publication
    if publication.isNegative {
      publication.revalidateAfter = min(publication.revalidateAfter, configuration.negativeRevalidateAfter)
    }
    let now = time.now
    // A body is as old as its making's begin.
    let started = publication.generatedAt ?? now - (time.uptime - lease.term.answeredAt)
    let generatedAt = started.secondsRoundedDown
    let generations = try await tagGenerations(publication, of: lease.key, startedAt: started, knowing: known)
    let version: PublishPlan.VersionStep? =
      versionID.map { .goBack(id: $0) }
      ?? (publication.recipe == .keepingVersions ? .keep(id: PublishedVersion.id(fence: lease.fence)) : nil)
    let attributes = EntryAttributes(
      publication, generatedAt: generatedAt, layout: layout, fence: lease.fence, token: lease.token,
      versionID: version?.id, answered: answered, tagGenerations: generations)
    try attributes.check(
      key: lease.key, layout: layout,
      dependencies: CacheTag.dependencies(tags: publication.tags, deployID: publication.deployID, of: lease.key),
      lease: leases.plan.attributesSize, budget: configuration.metadataBudget)
    let draft = PublishPlan.Draft(
      lease: lease, attributes: attributes, generatedAt: generatedAt, now: now,
      late: lateness == .acceptedIfUnchallenged, condition: condition,
      version: version, completion: completion, requestToken: tokens.next())
    let entry = CacheEntry(
      publication, holding: lease, generatedAt: generatedAt, versionID: version?.id, answered: answered,
      tagGenerations: generations)
    let published = try await commit(draft, entry)
    leases.ended(lease, isFree: true)
    if let completion { completion.store.completed(completion.record, by: completion.claim) }
    return published
  }

  /// What the entry records of its tags: the generations that the maker of the body is sure to have seen.
  ///
  /// A tag that was not known before is read now. It was seen where it was last invalidated before the making began, by a
  /// margin for clocks of a second at least; where that is not certain, the entry counts as older than the invalidation.
  private func tagGenerations(
    _ publication: Publication, of key: CacheKey, startedAt: Timestamp, knowing known: [CacheTag: TagGeneration]
  ) async throws(PublishError) -> [String: Int64] {
    let tags = CacheTag.dependencies(tags: publication.tags, deployID: publication.deployID, of: key)
    let unknown = tags.filter { known[$0] == nil }
    let latest = (startedAt - max(leases.plan.clockSkew, .seconds(1))).milliseconds
    do throws(DynamoDBError) {
      let read = try await generations(of: unknown, since: time.uptime)
      var seen: [String: Int64] = [:]
      for tag in tags {
        seen[tag.name] = known[tag]?.last ?? read[tag].flatMap { $0.last < latest ? $0.last : nil }
      }
      return seen
    } catch {
      throw .unavailable(key, error)
    }
  }

  private func commit(_ draft: PublishPlan.Draft, _ entry: CacheEntry) async throws(PublishError) -> CacheEntry {
    let plan = PublishPlan(table: name, leases: leases.plan)
    let request = plan.publish(draft)
    let lease = draft.lease
    // Once an attempt went unanswered, only a proof of the opposite makes the outcome known again.
    var isUnknown = false
    for attempt in 0..<Self.publishAttempts {
      if attempt > 0, await !time.pause(before: attempt) { break }
      do throws(DynamoDBError) {
        return try await send(request, of: lease) ?? entry
      } catch .transactionCanceled(let reasons) {
        let rows = request.rows
        let isOvertaken = isUnknown && plan.wasOvertaken(reasons, rows, draft: draft)
        switch plan.refusal(reasons, rows, draft: draft) {
        case .alreadyPublished(let stored):
          return try await together(stored ?? entry, draft, request.reason(of: .request, in: reasons))
        case .lost where isOvertaken, .stale where isOvertaken:
          // Ours may have been published, and replaced since.
          throw .outcomeUnknown(lease.key)
        case .lost(let holder):
          if let stored = try await published(draft, unless: PublishPlan.showsEntry(reasons, rows)) {
            return stored
          }
          throw .lost(lease.key, holder: holder)
        case .stale(let current):
          if let stored = try await published(draft, unless: PublishPlan.showsEntry(reasons, rows)) {
            return stored
          }
          throw .stale(lease.key, current: current)
        case .guardFailed(let current): throw .guardFailed(lease.key, current: current)
        case .requestLost(let key, let row):
          if let stored = try await published(draft, unless: PublishPlan.showsEntry(reasons, rows)) {
            return stored
          }
          if let completion = draft.completion { completion.store.lost(completion.claim, row) }
          throw .requestLost(key, row?.record(of: key))
        case .versionGone:
          throw .invalid("the version \(draft.version?.id ?? "") of \(lease.key) is not there any more")
        case .busy: break
        case .other where isUnknown: break
        case .other(let message): throw .unavailable(lease.key, .validation(message))
        }
      } catch .outcomeUnknown {
        isUnknown = true
      } catch .transactionInProgress {
        isUnknown = true
      } catch .throttled {
        // Nothing was written: the same request again.
      } catch .transactionConflict {
        // Likewise.
      } catch {
        guard isUnknown else { throw .unavailable(lease.key, error) }
        break
      }
    }
    guard isUnknown else { throw .throttled(lease.key) }
    if let stored = try await published(draft) { return stored }
    throw .outcomeUnknown(lease.key)
  }

  /// An entry that was published before under our lease: whether the request's record was completed with it.
  ///
  /// - Parameter reason: what the transaction was told of the request's row.
  private func together(
    _ published: CacheEntry, _ draft: PublishPlan.Draft, _ reason: CancellationReason? = nil
  ) async throws(PublishError) -> CacheEntry {
    guard let completion = draft.completion else { return published }
    let row: RequestRow?
    if let item = reason?.item {
      row = RequestRow(item, at: time.now)
    } else {
      do throws(DynamoDBError) {
        row = try await client.getItem(
          completion.claim.key.item, from: completion.update.table, consistentRead: true
        ).map { RequestRow($0, at: time.now) }
      } catch {
        throw .outcomeUnknown(draft.lease.key)
      }
    }
    if let row, completion.isRecorded(in: row) { return published }
    leases.ended(draft.lease, isFree: true)
    if row?.isAtWork(for: completion.claim) != true { completion.store.lost(completion.claim, row) }
    throw .requestNotCompleted(draft.lease.key, completion.claim.key)
  }

  /// - Returns: The entry, where the answer holds it.
  /// - Throws: A refused update as a transaction of one that was cancelled.
  private func send(_ request: PublishPlan.Request, of lease: Lease) async throws(DynamoDBError) -> CacheEntry? {
    switch request {
    case .transaction(let transaction, _):
      _ = try await client.send(transaction)
      return nil
    case .update(let update):
      do throws(DynamoDBError) {
        return CacheEntry(try await client.send(update).attributes ?? [:], key: lease.key, layout: layout)
      } catch .conditionFailed(let item) {
        throw .transactionCanceled([CancellationReason(.conditionalCheckFailed, item: item)])
      }
    }
  }

  private static var publishAttempts: Int { 4 }

  /// The row's entry, read again, if it is this lease's publication.
  ///
  /// - Parameter isExcluded: the answer itself has shown that it is not, and nothing is read.
  private func published(
    _ draft: PublishPlan.Draft, unless isExcluded: Bool = false
  ) async throws(PublishError) -> CacheEntry? {
    if isExcluded { return nil }
    let lease = draft.lease
    let item: Item?
    do throws(DynamoDBError) { item = try await row(of: lease.key, consistentRead: true) } catch {
      throw .outcomeUnknown(lease.key)
    }
    guard let item, item[layout.publisherToken]?.string == lease.token,
      let entry = CacheEntry(item, key: lease.key, layout: layout)
    else { return nil }
    return try await together(entry, draft)
  }
}

extension PublishPlan.VersionStep {
  var id: String {
    switch self {
    case .keep(let id), .goBack(let id): id
    }
  }
}

extension PublishPlan.Request {
  var rows: [PublishPlan.Row] {
    switch self {
    case .update: [.entryAndLock]
    case .transaction(_, let rows): rows
    }
  }

  /// What a cancelled transaction says of one of its rows.
  func reason(of row: PublishPlan.Row, in reasons: [CancellationReason]) -> CancellationReason? {
    zip(rows, reasons).first { $0.0 == row }?.1
  }
}

extension CacheEntry {
  /// The entry that a publication makes, as far as it is known before the row answers.
  init(
    _ publication: Publication, holding lease: Lease, generatedAt: Int64, versionID: String? = nil,
    answered: AnsweredInvalidations? = nil, tagGenerations: [String: Int64] = [:]
  ) {
    self.init(
      key: lease.key, objectKey: publication.objectKey, generatedAt: Timestamp(seconds: generatedAt),
      revalidateAfter: publication.revalidateAfter, etag: publication.etag, version: nil, fence: lease.fence,
      status: publication.status, contentType: publication.contentType, renderTime: publication.renderTime,
      deployID: publication.deployID, headers: publication.headers, tags: publication.tags,
      versionID: versionID,
      expiresAt: Timestamp(seconds: (Timestamp(seconds: generatedAt) + publication.retention).secondsRoundedUp),
      invalidatedAt: answered?.at.map(Timestamp.init(seconds:)), invalidationCount: answered?.count,
      hardInvalidation: nil,
      answered: answered,
      tagGenerations: tagGenerations)
  }
}
