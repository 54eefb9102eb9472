import DynamoDB

/// A page as it was found, and whether it may be served.
struct FoundPage: Sendable {
  var entry: CacheEntry?
  /// What a claim on the row in the compact layout has to find unchanged.
  var seen: SeenEntry
  /// The invalidations that its row shows, also where it is no entry yet.
  var invalidations: AnsweredInvalidations
  /// Of the tags that the entry depends on, read before any render begins.
  var generations: [CacheTag: TagGeneration]
  var freshness: Freshness
  /// When the read of the row began, by uptime.
  var readAt: Duration

  /// The entry, if it may be served while a new one is made.
  var servable: CacheEntry? { freshness.isServable ? entry : nil }

  /// It as a page, if it may be served; `source` is how it came about where it is not fresh.
  func page(_ source: Page.Source) -> Page? {
    servable.map {
      Page(entry: $0, source: freshness.isFresh ? .fresh : source, isInvalidated: freshness.isInvalidated)
    }
  }
}

extension Regenerator {
  typealias Render = (Lease) async throws -> Publication

  func decide(
    _ ticket: Flights.Ticket, _ render: Render, inBackground enqueue: (() -> Bool)?, until deadline: Duration,
    consistently: Bool
  ) async throws -> Page {
    let key = ticket.key
    let found: FoundPage
    do throws(RegenerationError) {
      found = try await read(key, consistently: consistently, while: ticket)
    } catch {
      return try lastKnown(key, insteadOf: error)
    }
    #if MUTANTS
      if CodeMutant.isAtWork(.staleIsFresh), let entry = found.entry { return Page(entry: entry, source: .fresh) }
    #endif
    if case .fresh(let until) = found.freshness, let entry = found.entry {
      let rest = until - pages.time.now
      guard configuration.earlyRefresh.isDue(rest: rest, renderTime: entry.renderTime) else {
        return Page(entry: entry, source: .fresh)
      }
    }
    if let failure = known.failure(of: key, at: pages.time.uptime) {
      return try page(of: found, after: failure, else: RegenerationError.failedRecently(key, failure))
    }
    if let enqueue, let page = found.page(.staleRefreshing), enqueue() { return page }
    switch await attempt(key, insteadOf: found) {
    case .success(.acquired(let lease, let found)):
      return try await regenerate(under: lease, insteadOf: found, ticket, render)
    case .success(.published(let entry)): return Page(entry: entry, source: .renderedElsewhere)
    case .success(.held(let holder)):
      if let page = found.page(.stale(holder)), page.source == .fresh || configuration.contention == .serveStale {
        return page
      }
      return try await wait(ticket, insteadOf: found, holder: holder, render, until: deadline)
    case .failure(let error):
      if let page = found.page(.staleUnavailable(error)) { return page }
      guard case .throttled = error else { throw RegenerationError.notAcquired(error) }
      return try await wait(ticket, insteadOf: found, holder: nil, render, until: deadline)
    }
  }

  /// Looks at the page now and then until somebody has published it, or the lease is to be had.
  private func wait(
    _ ticket: Flights.Ticket, insteadOf first: FoundPage, holder: LeaseHolder?, _ render: Render,
    until deadline: Duration
  ) async throws -> Page {
    let key = ticket.key
    var last = first
    var holder = holder
    var pause: Duration?
    var looks = 0
    while pages.time.uptime < deadline {
      let untilFree = (holder?.expiresAt).map { $0 + pages.leases.plan.clockSkew - pages.time.now }
      let (wait, next) = configuration.polling.pause(after: pause, untilFree: untilFree)
      pause = next
      try await pages.time.sleep(for: min(wait, deadline - pages.time.uptime))
      looks += 1
      let found: FoundPage
      do throws(RegenerationError) {
        found = try await read(key, while: ticket)
      } catch .unavailable(_, .throttled) {
        continue
      } catch {
        return try lastKnown(key, insteadOf: error)
      }
      last = found
      // Published since the waiting began is new enough, also where rendering takes longer than the page is fresh.
      if let entry = found.servable, entry.isLater(than: first.entry) {
        return Page(entry: entry, source: .renderedElsewhere, isInvalidated: found.freshness.isInvalidated)
      }
      let isFree = (holder?.expiresAt).map { $0 + pages.leases.plan.clockSkew <= pages.time.now } ?? true
      guard looks.isMultiple(of: 10) || isFree else { continue }
      switch await attempt(key, insteadOf: found) {
      case .success(.acquired(let lease, let found)):
        return try await regenerate(under: lease, insteadOf: found, ticket, render)
      case .success(.published(let entry)): return Page(entry: entry, source: .renderedElsewhere)
      case .success(.held(let current)): holder = current
      case .failure(.throttled): break
      case .failure(let error):
        if let page = found.page(.staleUnavailable(error)) { return page }
        throw RegenerationError.notAcquired(error)
      }
    }
    if let holder, let page = last.page(.stale(holder)) { return page }
    throw RegenerationError.timedOut(key, holder)
  }

  /// The page that is there instead of one that could not be rendered.
  func page(of found: FoundPage, after failure: RenderFailure, else error: any Error) throws -> Page {
    guard let page = found.page(.staleAfterFailure(failure)),
      page.source == .fresh || configuration.failedRender == .serveStale
    else { throw error }
    return page
  }

  private func read(
    _ key: CacheKey, consistently: Bool = false, while ticket: Flights.Ticket
  ) async throws(RegenerationError) -> FoundPage {
    flights.read(at: pages.time.uptime, while: ticket)
    return try await read(key, consistently: consistently)
  }

  func read(_ key: CacheKey, consistently: Bool = false) async throws(RegenerationError) -> FoundPage {
    let start = pages.time.uptime
    do throws(DynamoDBError) {
      return try await found(try await pages.row(of: key, consistentRead: consistently), key: key, at: start)
    } catch {
      throw .unavailable(key, error)
    }
  }

  /// - Parameter start: when the read of the row began, by uptime.
  func found(_ row: Item?, key: CacheKey, at start: Duration) async throws(DynamoDBError) -> FoundPage {
    let entry = row.flatMap { CacheEntry($0, key: key, layout: pages.layout) }
    let generations = try await pages.generations(of: entry)
    known.learn(entry, generations, of: key, at: start)
    return FoundPage(
      entry: entry, seen: SeenEntry(row), invalidations: AnsweredInvalidations(shownBy: row), generations: generations,
      freshness: Freshness(of: entry, at: pages.time.now, generations: generations), readAt: start)
  }

  /// What is served where the table cannot be read: nothing that was to be served no more when it was read.
  func lastKnown(_ key: CacheKey, insteadOf error: RegenerationError) throws(RegenerationError) -> Page {
    guard !Task.isCancelled, configuration.lastKnownFor > .zero, case .unavailable(_, let reason) = error,
      let reading = known.reading(of: key, since: pages.time.uptime - configuration.lastKnownFor)
    else { throw error }
    let freshness = reading.entry.freshness(at: pages.time.now, generations: reading.generations)
    guard freshness.isServable else { throw error }
    return Page(entry: reading.entry, source: .lastKnown(reason), isInvalidated: freshness.isInvalidated)
  }
}

extension CacheEntry {
  /// Whether it is another publication than `other`, and not an earlier one that a replica still shows.
  func isLater(than other: CacheEntry?) -> Bool {
    guard let other else { return true }
    if let fence, let before = other.fence { return fence > before }
    return generatedAt > other.generatedAt || generatedAt == other.generatedAt && objectKey != other.objectKey
  }
}
