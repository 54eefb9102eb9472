import DynamoDB

extension Regenerator {
  /// What became of asking for a page's lease.
  enum Attempt: Sendable {
    /// With the page as it was found, newer than what was known where the rows have told.
    case acquired(Lease, FoundPage)
    case held(LeaseHolder)
    /// Somebody has published since: a fresh entry.
    case published(CacheEntry)
  }

  func attempt(_ key: CacheKey, insteadOf found: FoundPage) async -> Result<Attempt, LeaseError> {
    do throws(LeaseError) {
      switch pages.layout {
      case .interoperable:
        switch try await settled(key) {
        case .acquired(let lease): return .success(.acquired(lease, found))
        case .held(let holder): return .success(.held(holder))
        }
      case .compact: return .success(try await attemptCompact(key, insteadOf: found))
      }
    } catch {
      return .failure(error)
    }
  }

  /// Asks for the lease; an acquisition without an answer is found out about, so that no lease is left behind.
  private func settled(_ key: CacheKey) async throws(LeaseError) -> LeaseAttempt {
    do throws(LeaseError) {
      return try await pages.leases.tryAcquire(key, for: configuration.leaseDuration)
    } catch .outcomeUnknown(let unknown) {
      return try await pages.leases.settle(unknown)
    }
  }

  /// The claim holds only for the entry that was seen; a refusal brings the newer one.
  private func attemptCompact(
    _ key: CacheKey, insteadOf found: FoundPage
  ) async throws(LeaseError) -> Attempt {
    var found = found
    for _ in 0..<Self.compactAttempts {
      let claim = try pages.leases.claim(
        key, for: configuration.leaseDuration, reclaiming: false, seen: found.seen)
      let outcome: LeaseManager.ClaimOutcome
      do throws(LeaseError) {
        outcome = try await pages.leases.outcome(of: claim)
      } catch .outcomeUnknown(let unknown) {
        switch try await pages.leases.settle(unknown) {
        case .acquired(let lease): outcome = .acquired(lease)
        case .held(let holder): outcome = .held(holder)
        }
      }
      switch outcome {
      case .acquired(let lease): return .acquired(lease, found)
      case .held(let holder): return .held(holder)
      case .overtaken(let row):
        do throws(DynamoDBError) {
          found = try await self.found(row, key: key, at: pages.time.uptime)
        } catch {
          throw .unavailable(key, error)
        }
        if let entry = found.entry, found.freshness.isFresh { return .published(entry) }
      }
    }
    throw .throttled(key)
  }

  private static var compactAttempts: Int { 4 }

  /// Renders and publishes, unless the page was published since `found` was read: nobody else can publish now, and
  /// only where the lock's row cannot rule it out the entry is read again.
  func regenerate(
    under lease: Lease, insteadOf found: FoundPage, _ ticket: Flights.Ticket, _ render: Render
  ) async throws -> Page {
    var found = found
    do throws(LeaseError) {
      if mayBeAnother(than: found.entry, under: lease) {
        found = try await secondLook(under: lease)
        if let entry = found.entry, found.freshness.isFresh {
          await giveBack(lease)
          return Page(entry: entry, source: .renderedElsewhere)
        }
      }
    } catch {
      await giveBack(lease)
      if !Task.isCancelled, let page = found.page(.staleUnavailable(error)) { return page }
      throw RegenerationError.notAcquired(error)
    }
    serve(found, under: lease, while: ticket)
    let started = pages.time.now
    let start = pages.time.uptime
    var publication: Publication
    do {
      publication = try await render(lease)
    } catch {
      #if MUTANTS
        if CodeMutant.isAtWork(.failedRenderKeepsLease) { throw error }
      #endif
      await giveBack(lease)
      if Task.isCancelled { throw error }
      let failure = known.failed(lease.key, error, at: pages.time.uptime, configuration.retry)
      return try page(of: found, after: failure, else: error)
    }
    #if MUTANTS
      if CodeMutant.isAtWork(.invalidationsAreReadLate), let late = try? await read(lease.key) { found = late }
    #endif
    publication.generatedAt = publication.generatedAt ?? started
    publication.renderTime = publication.renderTime ?? pages.time.uptime - start
    flights.publish(while: ticket)
    let page = await publish(publication, under: lease, insteadOf: found)
    #if MUTANTS
      if CodeMutant.isAtWork(.unpublishedIsLost), case .unpublished = page.source {
        throw RegenerationError.timedOut(lease.key, nil)
      }
    #endif
    return page
  }

  /// Whether somebody can have published since `found` was read, before the lease was ours.
  private func mayBeAnother(than found: CacheEntry?, under lease: Lease) -> Bool {
    #if MUTANTS
      if CodeMutant.isAtWork(.noSecondLook) { return false }
    #endif
    // In the compact layout the lease is got only on the entry that was seen.
    return pages.layout == .interoperable && found.map { !lease.provesNoPublication(since: $0) } ?? true
  }

  /// Reads what the lease is on. Another SDK's write may have erased the row's fence, and the new one be behind the entry's:
  /// what is rendered from now on is later all the same.
  private func secondLook(under lease: Lease) async throws(LeaseError) -> FoundPage {
    let found: FoundPage
    do throws(DynamoDBError) {
      let start = pages.time.uptime
      found = try await self.found(
        try await pages.row(of: lease.key, consistentRead: true), key: lease.key, at: start)
    } catch {
      throw .unavailable(lease.key, error)
    }
    if !found.freshness.isFresh, let fence = found.entry?.fence {
      try await pages.leases.raiseFence(of: lease, above: fence)
    }
    return found
  }

  private func publish(
    _ publication: Publication, under lease: Lease, insteadOf found: FoundPage
  ) async -> Page {
    do throws(PublishError) {
      let entry = try await pages.publish(
        publication, holding: lease, lateness: configuration.lateness, answering: found.invalidations,
        knowing: found.generations)
      known.rendered(lease.key)
      // An invalidation that came since `found` was read is not in it.
      known.learn(entry, found.generations, of: lease.key, at: found.readAt)
      return Page(entry: entry, source: .rendered)
    } catch {
      switch error {
      case .lost, .outcomeUnknown: break
      case .stale, .guardFailed, .requestLost, .requestNotCompleted, .throttled, .invalid, .unavailable:
        await giveBack(lease)
      }
      // It would be refused the next time too.
      if case .invalid = error { _ = known.failed(lease.key, error, at: pages.time.uptime, configuration.retry) }
      let generatedAt = (publication.generatedAt ?? pages.time.now).secondsRoundedDown
      return Page(
        entry: CacheEntry(publication, holding: lease, generatedAt: generatedAt), source: .unpublished(error))
    }
  }

  /// Releases a lease under which nothing was published. If that fails, the lease expires: there is nothing that
  /// the caller could do better.
  private func giveBack(_ lease: Lease) async {
    // A task of its own, and waited for: the caller's may be cancelled, and its requests are not sent any more.
    _ = await Task.ofItsOwn { [pages] in try? await pages.leases.release(lease) }.value
  }
}

extension Lease {
  /// Whether nobody can have published since `entry` was read, as far as the lock's row tells.
  ///
  /// Each acquisition raises the fence by one: if `entry` was published under the fence before ours, nobody acquired
  /// the lease in between. Where somebody did and published nothing, the row's `published_at` is still that of
  /// `entry`; that is no proof only where an invalidation lets two publications fall into one second.
  func provesNoPublication(since entry: CacheEntry) -> Bool {
    if let published = entry.fence, published == fence - 1 { return true }
    return publishedAt == entry.generatedAt && entry.invalidatedAt == nil
  }
}
