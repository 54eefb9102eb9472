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
    /// How long a waiting caller waits between two looks at the table.
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
      self.pollInterval = pollInterval
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
  ///   the lease that it is given, at most once for a call.
  /// - Throws: what `render` throws; ``RegenerationError`` where the table could not be used and there is nothing to
  ///   serve. A render that could not be published is returned all the same, and ``Page/Source`` says so.
  public func entry(
    for key: CacheKey, render: (Lease) async throws -> Publication
  ) async throws -> Page {
    let deadline = pages.time.uptime + configuration.waitingUpTo
    var found = try await read(key)
    var hasWaited = false
    while true {
      if let found, found.freshness(at: pages.time.now).isFresh {
        return Page(entry: found, source: hasWaited ? .renderedElsewhere : .fresh)
      }
      switch try await attempt(key) {
      case .acquired(let lease):
        let entry = try await current(under: lease, after: found)
        if let entry, entry.freshness(at: pages.time.now).isFresh {
          await giveBack(lease)
          return Page(entry: entry, source: .renderedElsewhere)
        }
        return try await regenerate(under: lease, render)
      case .held(let holder):
        if let found, configuration.contention == .serveStale { return Page(entry: found, source: .stale(holder)) }
        guard pages.time.uptime < deadline else {
          if let found { return Page(entry: found, source: .stale(holder)) }
          throw RegenerationError.timedOut(holder)
        }
        hasWaited = true
        try await pages.time.sleep(for: configuration.pollInterval)
        found = try await read(key)
      }
    }
  }

  private func read(_ key: CacheKey, consistentRead: Bool = false) async throws(RegenerationError) -> CacheEntry? {
    do throws(DynamoDBError) {
      return try await pages.entry(for: key, consistentRead: consistentRead)
    } catch {
      throw .unavailable(key, error)
    }
  }

  private func attempt(_ key: CacheKey) async throws(RegenerationError) -> LeaseAttempt {
    do throws(LeaseError) {
      return try await pages.leases.tryAcquire(key, for: configuration.leaseDuration)
    } catch {
      throw .notAcquired(error)
    }
  }

  /// What is current now that nobody else can publish: the entry that was read, unless somebody published in
  /// between. Only where the lock's row cannot rule that out it is read again.
  private func current(under lease: Lease, after found: CacheEntry?) async throws -> CacheEntry? {
    if let found, lease.provesNoPublication(since: found) { return found }
    do {
      return try await read(lease.key, consistentRead: true)
    } catch {
      await giveBack(lease)
      throw error
    }
  }

  private func regenerate(under lease: Lease, _ render: (Lease) async throws -> Publication) async throws -> Page {
    let publication: Publication
    do {
      publication = try await render(lease)
    } catch {
      await giveBack(lease)
      throw error
    }
    do throws(PublishError) {
      let entry = try await pages.publish(publication, holding: lease, lateness: configuration.lateness)
      return Page(entry: entry, source: .rendered)
    } catch .invalid(let message) {
      await giveBack(lease)
      throw RegenerationError.invalid(message)
    } catch {
      let generatedAt = (publication.generatedAt ?? pages.time.now).secondsRoundedDown
      let entry = CacheEntry(publication, holding: lease, generatedAt: generatedAt)
      return Page(entry: entry, source: .unpublished(error))
    }
  }

  /// Releases a lease under which nothing was published. If that fails, the lease expires: there is nothing that
  /// the caller could do better.
  private func giveBack(_ lease: Lease) async {
    _ = try? await pages.leases.release(lease)
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
