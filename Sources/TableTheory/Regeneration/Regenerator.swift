import DynamoDB

/// The whole decision for one request of a page: serve what is there, or make it anew, once among all workers.
///
///     let page = try await regenerator.entry(for: "home") { lease in
///         let body = try await render("home")
///         return Publication(objectKey: try await bodies.store(body), revalidateAfter: .seconds(60))
///     }
///
/// A fresh entry costs one read. Where it is stale or missing, one worker gets the lease, looks whether the page was
/// published since it was read, renders and publishes; the others do what ``Contention`` says. Calls of one process for
/// one page at the same time cost what one of them does.
///
/// Copies share what they know of pages and calls; make one for each table and process.
public struct Regenerator: Sendable {
  /// What a caller does while somebody else renders the page.
  public enum Contention: Hashable, Sendable {
    /// Returns the entry that is there; waits only where there is none that may be served.
    case serveStale
    /// Waits for the new one.
    case wait
  }

  /// What a caller gets where the render threw.
  public enum FailedRender: Hashable, Sendable {
    /// The entry that is there, if it may be served; the error only where there is none.
    case serveStale
    /// The error.
    case throwError
  }

  /// How this process regenerates pages.
  public struct Configuration: Sendable {
    /// How long a lease is asked for: longer than a render takes.
    public var leaseDuration: Duration
    /// What a caller does while somebody else renders the page.
    public var contention: Contention
    /// What a caller gets where the render threw.
    public var failedRender: FailedRender
    /// How long a page that could not be rendered is left alone by this process.
    public var retry: RetryAfterFailure
    /// How long a caller waits for somebody else's render before it gives up.
    public var waitingUpTo: Duration
    /// How a waiting caller looks at the page's entry again, each time half a read unit. It asks for the lease, a write
    /// unit, only when the holder's time is over, and at every tenth look in case it was given back.
    public var polling: Polling
    /// For how long what this process has read is fresh enough for its other calls: 0 reads for each, but for those at
    /// the same time.
    public var coalescingWindow: Duration
    /// For how long what this process knows of a page may be served where the table cannot be read; 0 is never.
    public var lastKnownFor: Duration
    /// Of how many pages it is remembered.
    public var rememberedPages: Int
    /// Whether pages are made anew before their time is over.
    public var earlyRefresh: EarlyRefresh
    /// What becomes of a render that took longer than its lease: it is published unless somebody else has begun, so
    /// that a page which is slow to render is not rendered for nothing, again and again.
    public var lateness: CacheTable.Lateness

    /// The defaults serve stale pages while somebody renders, and survive a table that is away for five minutes.
    public init(
      leaseDuration: Duration = .seconds(10), contention: Contention = .serveStale,
      failedRender: FailedRender = .serveStale, retry: RetryAfterFailure = RetryAfterFailure(),
      waitingUpTo: Duration = .seconds(30),
      polling: Polling = Polling(shortestPause: .milliseconds(50), longestPause: .seconds(1)),
      coalescingWindow: Duration = .zero, lastKnownFor: Duration = .seconds(300), rememberedPages: Int = 1000,
      earlyRefresh: EarlyRefresh = .none, lateness: CacheTable.Lateness = .acceptedIfUnchallenged
    ) {
      self.leaseDuration = leaseDuration
      self.contention = contention
      self.failedRender = failedRender
      self.retry = retry
      self.waitingUpTo = waitingUpTo
      self.polling = polling
      self.coalescingWindow = coalescingWindow
      self.lastKnownFor = lastKnownFor
      self.rememberedPages = rememberedPages
      self.earlyRefresh = earlyRefresh
      self.lateness = lateness
    }
  }

  let pages: CacheTable
  private(set) var configuration: Configuration
  let known: KnownPages
  private(set) var flights = Flights()
  /// Of those who look at a page that is being rendered.
  private var looks = Flights()

  /// A regenerator of the table's pages.
  public init(_ pages: CacheTable, configuration: Configuration = Configuration()) {
    self.pages = pages
    self.configuration = configuration
    known = KnownPages(limit: configuration.rememberedPages)
  }

  /// The same with another configuration, for calls that other calls do not wait for, nor share an error with.
  func apart(_ change: (inout Configuration) -> Void) -> Regenerator {
    var other = self
    other.flights = Flights()
    other.looks = Flights()
    change(&other.configuration)
    return other
  }

  /// The page's entry, made by `render` if need be.
  ///
  /// A render must not ask the same regenerator for the page that it makes: it would wait for itself.
  ///
  /// - Parameters:
  ///   - key: the page.
  ///   - render: makes the body, stores it under a name of its own and says what to publish. It runs under the lease that
  ///     it is given, at most once for a call. Where it does not say when the body was made, that is when it began: an
  ///     invalidation that arrives while it runs wins over what it read before.
  /// - Throws: what `render` throws, where there is nothing else to serve or
  ///   ``Configuration/failedRender`` says so; ``RegenerationError`` where the table could not be used and there is nothing
  ///   to serve. A render that could not be published is returned all the same, and ``Page/Source`` says so.
  public func entry(
    for key: CacheKey, render: (Lease) async throws -> Publication
  ) async throws -> Page {
    try await entry(for: key, render: render, inBackground: nil)
  }

  /// - Parameter enqueue: has the page made anew by somebody else, while the old one is served; says whether it will be.
  func entry(
    for key: CacheKey, render: Render, inBackground enqueue: (() -> Bool)?
  ) async throws -> Page {
    let limit = configuration.waitingUpTo
    let deadline = pages.time.uptime + limit
    let takesOld = enqueue != nil || configuration.contention == .serveStale
    while true {
      let uptime = pages.time.uptime
      if let page = recent(key, at: uptime) { return page }
      switch flights.board(key, at: uptime, limit: limit, takesOld: takesOld) {
      case .meanwhile(let page, let holder):
        // What was fresh when it was looked at may be over since.
        let isOver = page.source == .fresh && page.entry.freshUntil <= pages.time.now
        return isOver ? Page(entry: page.entry, source: .stale(holder)) : page
      case .look(let ticket, let holder):
        if let page = try await look(ticket, holder, until: deadline) { return page }
      case .lead(let ticket): return try await lead(ticket, render, inBackground: enqueue, until: deadline)
      case .wait(let ticket):
        switch await landing(of: ticket, of: flights, until: deadline) {
        case .lead(let ticket):
          // The old page, as a replica may show it still, would have them ask for the lease.
          return try await lead(ticket, render, inBackground: enqueue, until: deadline, consistently: true)
        case .page(let page) where takesOld || !page.source.isOld: return page.forOthers
        case .page, .abandoned: break
        case .failed(let error): throw error
        }
      }
      try Task.checkCancellation()
      guard pages.time.uptime < deadline else { throw RegenerationError.timedOut(key, nil) }
    }
  }

  private func lead(
    _ ticket: Flights.Ticket, _ render: Render, inBackground enqueue: (() -> Bool)?, until deadline: Duration,
    consistently: Bool = false
  ) async throws -> Page {
    do {
      let page = try await decide(
        ticket, render, inBackground: enqueue, until: deadline, consistently: consistently)
      land(ticket, of: flights, page)
      return page
    } catch {
      land(ticket, of: flights, failing: error)
      throw error
    }
  }

  /// What a caller that went away was left with is nothing for the others.
  private func land(_ ticket: Flights.Ticket, of flights: Flights, _ page: Page?) {
    let shared = Task.isCancelled && page?.source.isMakeshift == true ? nil : page
    flights.land(ticket, shared.map { .page($0) } ?? .abandoned, at: pages.time.uptime)
  }

  /// Nor does its error say anything about the page.
  private func land(_ ticket: Flights.Ticket, of flights: Flights, failing error: any Error) {
    flights.land(ticket, Task.isCancelled ? .abandoned : .failed(error), at: pages.time.uptime)
  }

  /// Whether the old page may be served still, while somebody renders it: one looks for all who want to know.
  private func look(_ ticket: Flights.Ticket, _ holder: LeaseHolder, until deadline: Duration) async throws -> Page? {
    switch looks.board(ticket.key, at: pages.time.uptime, limit: configuration.waitingUpTo, takesOld: false) {
    case .lead(let turn): return try await look(ticket, holder, for: turn)
    case .wait(let turn):
      switch await landing(of: turn, of: looks, until: deadline) {
      case .lead(let turn): return try await look(ticket, holder, for: turn)
      case .page(let page): return page
      case .failed(let error): throw error
      case .abandoned: return nil
      }
    case .meanwhile, .look: return nil
    }
  }

  private func look(_ ticket: Flights.Ticket, _ holder: LeaseHolder, for turn: Flights.Ticket) async throws -> Page? {
    do throws(RegenerationError) {
      let page = try await found(ticket, holder)
      land(turn, of: looks, page)
      return page
    } catch {
      land(turn, of: looks, failing: error)
      throw error
    }
  }

  private func found(_ ticket: Flights.Ticket, _ holder: LeaseHolder) async throws(RegenerationError) -> Page? {
    let start = pages.time.uptime
    let found: FoundPage
    do throws(RegenerationError) {
      found = try await read(ticket.key)
    } catch {
      return try lastKnown(ticket.key, insteadOf: error)
    }
    let page = found.page(.stale(holder))
    flights.keepServing(page, at: start, while: ticket)
    return page
  }

  /// What this process has read so short a time ago that it need not ask.
  private func recent(_ key: CacheKey, at uptime: Duration) -> Page? {
    guard configuration.coalescingWindow > .zero,
      let reading = known.reading(of: key, since: uptime - configuration.coalescingWindow),
      reading.entry.freshness(at: pages.time.now, generations: reading.generations).isFresh
    else { return nil }
    return Page(entry: reading.entry, source: .fresh)
  }

  private func landing(
    of ticket: Flights.Ticket, of flights: Flights, until deadline: Duration
  ) async -> Flights.Landing {
    let end = min(deadline, ticket.end)
    return await withTaskGroup(of: Flights.Landing?.self) { [time = pages.time] group in
      group.addTask { await flights.landing(of: ticket) }
      group.addTask {
        // A clock that cannot be waited on any more, a cancelled task's say, ends the wait: asking again would spin.
        do { try await time.sleep(for: max(.zero, end - time.uptime)) } catch { return .failed(error) }
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      // It may have landed in the same moment; others wait for the one who is to lead.
      let second = await group.next() ?? nil
      if let second, case .lead = second { return second }
      return first ?? second ?? .abandoned
    }
  }

  /// The page is being rendered by this call: others of the process need not wait where the old one may be served.
  func serve(_ found: FoundPage, under lease: Lease, while ticket: Flights.Ticket) {
    let holder = LeaseHolder(
      key: lease.key, owner: pages.leases.plan.owner, expiresAt: lease.expiresAt, fence: lease.fence)
    flights.render(
      serving: found.page(.stale(holder)), holder: holder, until: lease.deadline, while: ticket)
  }
}

extension Page {
  /// The same for another call than the one that made it.
  fileprivate var forOthers: Page { source == .rendered ? Page(entry: entry, source: .renderedElsewhere) : self }
}

extension Page.Source {
  /// Whether it is an entry whose time is over.
  var isOld: Bool {
    switch self {
    case .stale, .staleRefreshing: true
    case .fresh, .staleUnavailable, .staleAfterFailure, .lastKnown, .rendered, .renderedElsewhere, .unpublished: false
    }
  }

  /// Whether something was in the way, a cancelled task's requests that were not sent, say.
  fileprivate var isMakeshift: Bool {
    switch self {
    case .staleUnavailable, .lastKnown, .unpublished: true
    case .fresh, .stale, .staleRefreshing, .staleAfterFailure, .rendered, .renderedElsewhere: false
    }
  }
}
