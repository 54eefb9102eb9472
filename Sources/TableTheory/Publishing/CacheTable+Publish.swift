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
  ///   - lease: the lease under which the body was made. It is over when the call returns.
  ///   - lateness: what happens where the lease has expired.
  /// - Returns: The entry as it was published.
  /// - Throws: ``PublishError``; ``PublishError/lost(_:holder:)`` where somebody else has begun, in which case the
  ///   body may be served once but is not current.
  @discardableResult
  public func publish(
    _ publication: Publication, holding lease: Lease, lateness: Lateness = .refused
  ) async throws(PublishError) -> CacheEntry {
    try publication.check()
    let now = time.now
    let generatedAt = (publication.generatedAt ?? now).secondsRoundedDown
    let entry = CacheEntry(publication, holding: lease, generatedAt: generatedAt)
    let request = PublishPlan(table: name, leases: leases.plan).publish(
      publication, holding: lease, generatedAt: generatedAt, now: now, late: lateness == .acceptedIfUnchallenged,
      requestToken: tokens.next())

    var isUnknown = false
    for attempt in 0..<Self.publishAttempts {
      do throws(DynamoDBError) {
        _ = try await client.send(request)
        return entry
      } catch .transactionCanceled(let reasons) {
        switch PublishPlan.refusal(reasons, holding: lease, generatedAt: generatedAt) {
        case .alreadyPublished: return entry
        case .lost(let holder):
          // Somebody may have taken the page right after an attempt of ours whose answer was lost.
          if isUnknown, try await isPublished(by: lease) { return entry }
          throw .lost(lease.key, holder: holder)
        case .stale(let current):
          if isUnknown, try await isPublished(by: lease) { return entry }
          throw .stale(lease.key, current: current)
        case .busy: break
        case .other(let message): throw .unavailable(lease.key, .validation(message))
        }
      } catch .outcomeUnknown {
        isUnknown = true
      } catch .throttled {
        // Nothing was written: the same request again.
      } catch .transactionConflict {
        // Nothing was written: the same request again.
      } catch .transactionInProgress {
        isUnknown = true
      } catch {
        throw .unavailable(lease.key, error)
      }
      guard await pause(after: attempt) else { break }
    }
    if isUnknown, try await isPublished(by: lease) { return entry }
    throw isUnknown ? .outcomeUnknown(lease.key) : .throttled(lease.key)
  }

  private static var publishAttempts: Int { 4 }

  /// Whether META says that this lease's publication is the current one.
  private func isPublished(by lease: Lease) async throws(PublishError) -> Bool {
    do throws(DynamoDBError) {
      let item = try await client.getItem(RowKey.item(lease.key, RowKey.meta), from: name, consistentRead: true)
      return item?[Attribute.leaseToken]?.string == lease.token
    } catch {
      throw .outcomeUnknown(lease.key)
    }
  }

  /// Waits 20, 40, 80 ... milliseconds: a conflict is another transaction's few milliseconds.
  ///
  /// - Returns: Whether it is worth going on; not where the task was cancelled.
  private func pause(after attempt: Int) async -> Bool {
    do {
      try await time.sleep(for: .milliseconds(20 << attempt))
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
