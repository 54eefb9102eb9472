import DynamoDB

extension CacheTable {
  /// When a publication whose lease has expired may still go through.
  public enum Lateness: Hashable, Sendable {
    /// Never: what the other SDKs do.
    case refused
    /// As long as nobody else has begun: a render that took too long is not wasted.
    case acceptedIfUnchallenged
  }

  /// Makes a new body the current one and ends the lease, in one transaction that only the lease's holder can make.
  ///
  /// Costs one request and four write units (two rows of up to 1 KB). A request whose answer is lost, or that met
  /// another transaction, is repeated as it was; if no answer comes at all, META is read to find out.
  ///
  /// - Parameters:
  ///   - lease: the lease under which the body was made. It is over when the publication succeeds.
  ///   - lateness: what happens where the lease has expired.
  ///   - completion: completes a request's record in the same transaction, for two write units more: the page is
  ///     published if and only if the record is complete.
  /// - Returns: The entry as it was published.
  /// - Throws: ``PublishError``; ``PublishError/lost(_:holder:)`` where somebody else has begun, in which case the
  ///   body may be served once but is not current.
  @discardableResult
  public func publish(
    _ publication: Publication, holding lease: Lease, lateness: Lateness = .refused,
    completing completion: IdempotencyCompletion? = nil
  ) async throws(PublishError) -> CacheEntry {
    let entry = try await commit(publication, holding: lease, lateness: lateness, completing: completion)
    leases.ended(lease, isFree: true)
    if let completion { completion.claim.term.end(.completed(isKept: completion.isKept)) }
    return entry
  }

  private func commit(
    _ publication: Publication, holding lease: Lease, lateness: Lateness,
    completing completion: IdempotencyCompletion?
  ) async throws(PublishError) -> CacheEntry {
    try publication.check()
    let now = time.now
    let generatedAt = (publication.generatedAt ?? now).secondsRoundedDown
    let entry = CacheEntry(publication, holding: lease, generatedAt: generatedAt)
    let request = PublishPlan(table: name, leases: leases.plan).publish(
      publication, holding: lease, generatedAt: generatedAt, now: now, late: lateness == .acceptedIfUnchallenged,
      completing: completion, requestToken: tokens.next())

    // Once an attempt went unanswered, only a proof of the opposite makes the outcome known again.
    var isUnknown = false
    for attempt in 0..<Self.publishAttempts {
      if attempt > 0, await !pause(before: attempt) { break }
      do throws(DynamoDBError) {
        _ = try await client.send(request)
        return entry
      } catch .transactionCanceled(let reasons) {
        switch PublishPlan.refusal(reasons, holding: lease, completing: completion, at: now) {
        case .alreadyPublished(let stored): return stored ?? entry
        case .lost(let holder):
          if let stored = try await published(by: lease, unless: PublishPlan.showsMeta(reasons)) { return stored }
          throw .lost(lease.key, holder: holder)
        case .stale(let current):
          if let stored = try await published(by: lease, unless: PublishPlan.showsMeta(reasons)) { return stored }
          throw .stale(lease.key, current: current)
        case .requestLost(let key, let record):
          if let stored = try await published(by: lease, unless: PublishPlan.showsMeta(reasons)) { return stored }
          throw .requestLost(key, record)
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
    if let stored = try await published(by: lease) { return stored }
    throw .outcomeUnknown(lease.key)
  }

  private static var publishAttempts: Int { 4 }

  /// META's entry, read again, if it is this lease's publication.
  ///
  /// - Parameter isExcluded: the answer itself has shown that it is not, and nothing is read.
  private func published(by lease: Lease, unless isExcluded: Bool = false) async throws(PublishError) -> CacheEntry? {
    if isExcluded { return nil }
    do throws(DynamoDBError) {
      let item = try await client.getItem(RowKey.item(lease.key, RowKey.meta), from: name, consistentRead: true)
      guard let item, item[Attribute.leaseToken]?.string == lease.token else { return nil }
      return CacheEntry(item, key: lease.key)
    } catch {
      throw .outcomeUnknown(lease.key)
    }
  }

  /// Waits 20, 40, 80 ... milliseconds: a conflict is another transaction's few milliseconds.
  ///
  /// - Returns: Whether it is worth going on; not where the task was cancelled.
  private func pause(before attempt: Int) async -> Bool {
    do {
      try await time.sleep(for: .milliseconds(10 << attempt))
      return true
    } catch {
      return false
    }
  }
}

extension CacheEntry {
  /// The entry that a publication makes.
  init(_ publication: Publication, holding lease: Lease, generatedAt: Int64) {
    self.init(
      key: lease.key, objectKey: publication.objectKey, generatedAt: Timestamp(seconds: generatedAt),
      revalidateAfter: publication.revalidateAfter, etag: publication.etag, version: nil, fence: lease.fence,
      status: publication.status, contentType: publication.contentType, renderTime: publication.renderTime,
      deployID: publication.deployID, invalidatedAt: nil)
  }
}
