import DynamoDB

/// The whole decision for one request of a page: serve what is there, or make it anew, once among all workers.
///
///     let page = try await regenerator.entry(for: "home") { lease in
///         let body = try await render("home")
///         return Publication(objectKey: try await bodies.store(body), revalidateAfter: .seconds(60))
///     }
///
/// A fresh entry costs one read. Where it is stale or missing, one worker gets the lease, looks whether the page was
/// published since it was read, renders and publishes; the others do what ``Contention`` says.
public struct Regenerator: Sendable {
  /// What a caller does while somebody else renders the page.
  public enum Contention: Hashable, Sendable {
    /// Returns the entry that is there; waits only where there is none.
    case serveStale
    /// Waits for the new one.
    case wait
  }

  public struct Configuration: Sendable {
    /// How long a lease is asked for: longer than a render takes.
    public var leaseDuration: Duration
    public var contention: Contention
    /// How long a caller waits for somebody else's render before it gives up.
    public var waitingUpTo: Duration
    /// How long a waiting caller waits between two looks at the page's entry, each half a read unit. It asks for the
    /// lease, a write unit, only when the holder's time is over, and at every tenth look in case it was given back.
    public var pollInterval: Duration
    /// What becomes of a render that took longer than its lease: it is published unless somebody else has begun, so
    /// that a page which is slow to render is not rendered for nothing, again and again.
    public var lateness: CacheTable.Lateness

    public init(
      leaseDuration: Duration = .seconds(10), contention: Contention = .serveStale,
      waitingUpTo: Duration = .seconds(30), pollInterval: Duration = .milliseconds(100),
      lateness: CacheTable.Lateness = .acceptedIfUnchallenged
    ) {
      self.leaseDuration = leaseDuration
      self.contention = contention
      self.waitingUpTo = waitingUpTo
      self.pollInterval = max(.milliseconds(1), pollInterval)
      self.lateness = lateness
    }
  }

  private let pages: CacheTable
  private let configuration: Configuration

  public init(_ pages: CacheTable, configuration: Configuration = Configuration()) {
    self.pages = pages
    self.configuration = configuration
  }

  /// The page's entry, made by `render` if need be.
  ///
  /// - Parameter render: makes the body, stores it under a name of its own and says what to publish. It runs under
  ///   the lease that it is given, at most once for a call. Where it does not say when the body was made, that is when
  ///   it began: an invalidation that arrives while it runs wins over what it read before.
  /// - Throws: what `render` throws; ``RegenerationError`` where the table could not be used and there is nothing to
  ///   serve. A render that could not be published is returned all the same, and ``Page/Source`` says so.
  public func entry(
    for key: CacheKey, render: (Lease) async throws -> Publication
  ) async throws -> Page {
    let first = try await read(key)
    if let first, isFresh(first) { return Page(entry: first, source: .fresh) }
    switch await attempt(key) {
    case .success(.acquired(let lease)): return try await regenerate(under: lease, insteadOf: first, render)
    case .success(.held(let holder)):
      if let first, configuration.contention == .serveStale { return Page(entry: first, source: .stale(holder)) }
      return try await wait(for: key, insteadOf: first, holder: holder, render)
    case .failure(let error):
      if let first { return Page(entry: first, source: .staleUnavailable(error)) }
      guard case .throttled = error else { throw RegenerationError.notAcquired(error) }
      return try await wait(for: key, insteadOf: nil, holder: nil, render)
    }
  }

  /// Looks at the page now and then until somebody has published it, or the lease is to be had.
  private func wait(
    for key: CacheKey, insteadOf first: CacheEntry?, holder: LeaseHolder?, _ render: (Lease) async throws -> Publication
  ) async throws -> Page {
    let deadline = pages.time.uptime + configuration.waitingUpTo
    var holder = holder
    var looks = 0
    while pages.time.uptime < deadline {
      try await pages.time.sleep(for: configuration.pollInterval)
      looks += 1
      let found = try await read(key)
      // Published since the waiting began is new enough, also where rendering takes longer than the page is fresh.
      if let found, found != first, found.freshness(at: pages.time.now).isServable {
        return Page(entry: found, source: .renderedElsewhere)
      }
      guard looks.isMultiple(of: 10) || (holder?.expiresAt).map({ $0 <= pages.time.now }) ?? true else { continue }
      switch await attempt(key) {
      case .success(.acquired(let lease)): return try await regenerate(under: lease, insteadOf: found, render)
      case .success(.held(let current)): holder = current
      case .failure(.throttled): break
      case .failure(let error):
        if let found { return Page(entry: found, source: .staleUnavailable(error)) }
        throw RegenerationError.notAcquired(error)
      }
    }
    if let first, let holder { return Page(entry: first, source: .stale(holder)) }
    throw RegenerationError.timedOut(key, holder)
  }

  private func read(_ key: CacheKey, consistentRead: Bool = false) async throws(RegenerationError) -> CacheEntry? {
    do throws(DynamoDBError) {
      return try await pages.entry(for: key, consistentRead: consistentRead)
    } catch {
      throw .unavailable(key, error)
    }
  }

  private func attempt(_ key: CacheKey) async -> Result<LeaseAttempt, LeaseError> {
    do throws(LeaseError) {
      do throws(LeaseError) {
        return .success(try await pages.leases.tryAcquire(key, for: configuration.leaseDuration))
      } catch .outcomeUnknown(let unknown) {
        return .success(try await pages.leases.settle(unknown))
      }
    } catch {
      return .failure(error)
    }
  }

  /// Renders and publishes, unless the page was published since `found` was read: nobody else can publish now, and
  /// only where the lock's row cannot rule it out the entry is read again.
  private func regenerate(
    under lease: Lease, insteadOf found: CacheEntry?, _ render: (Lease) async throws -> Publication
  ) async throws -> Page {
    let started: Timestamp
    var publication: Publication
    do {
      if mayBeAnother(than: found, under: lease), let entry = try await read(lease.key, consistentRead: true) {
        if isFresh(entry) {
          await giveBack(lease)
          return Page(entry: entry, source: .renderedElsewhere)
        }
        try await outrank(entry, with: lease)
      }
      started = pages.time.now
      publication = try await render(lease)
    } catch {
      #if MUTANTS
        if CodeMutant.isAtWork(.failedRenderKeepsLease) { throw error }
      #endif
      await giveBack(lease)
      throw error
    }
    publication.generatedAt = publication.generatedAt ?? started
    return try await publish(publication, under: lease)
  }

  private func isFresh(_ entry: CacheEntry) -> Bool {
    #if MUTANTS
      if CodeMutant.isAtWork(.staleIsFresh) { return true }
    #endif
    return entry.freshness(at: pages.time.now).isFresh
  }

  /// Whether somebody can have published since `found` was read, before the lease was ours.
  private func mayBeAnother(than found: CacheEntry?, under lease: Lease) -> Bool {
    #if MUTANTS
      if CodeMutant.isAtWork(.noSecondLook) { return false }
    #endif
    return found.map { !lease.provesNoPublication(since: $0) } ?? true
  }

  /// Another SDK's write may have erased the row's fence, and the new one be behind the entry's: what is rendered from
  /// now on is later all the same.
  private func outrank(_ entry: CacheEntry, with lease: Lease) async throws(RegenerationError) {
    guard let fence = entry.fence else { return }
    do throws(LeaseError) {
      try await pages.leases.raiseFence(of: lease, above: fence)
    } catch {
      throw .notAcquired(error)
    }
  }

  private func publish(_ publication: Publication, under lease: Lease) async throws(RegenerationError) -> Page {
    do throws(PublishError) {
      let entry = try await pages.publish(publication, holding: lease, lateness: configuration.lateness)
      return Page(entry: entry, source: .rendered)
    } catch {
      switch error {
      case .lost, .outcomeUnknown: break
      case .stale, .throttled, .invalid, .unavailable: await giveBack(lease)
      }
      if case .invalid(let message) = error { throw .invalid(message) }
      #if MUTANTS
        if CodeMutant.isAtWork(.unpublishedIsLost) { throw .timedOut(lease.key, nil) }
      #endif
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
