import DynamoDB
import MutableTableTheory
import TableTheoryTesting

// Pages that are made anew where they have to be.
extension LeaseProperties {
  mutating func follow(_ note: PageNote, _ event: HistoryEvent) {
    followCall(note, event)
    switch note {
    case .renders(let lease, _, let now): rendersAgain(lease, now, event)
    case .served(let page, let call): servedInTime(page, call, event)
    case .gaveUp, .rendered, .notServed: break
    }
  }

  /// What holds whatever it is that makes a page out of date.
  mutating func followCall(_ note: PageNote, _ event: HistoryEvent) {
    switch note {
    case .renders(let lease, let until, _):
      disbelieve(lease.token)
      believe(lease, until, event)
      if !rendered.insert(lease.token).inserted {
        fail("one render for each lease", "\(lease.token) makes \(lease.key) again", event)
      }
    case .gaveUp(let lease): disbelieve(lease.token)
    case .rendered(let lease, let object):
      disbelieve(lease.token)
      made[object] = event.worker
    case .served(let page, let call): served(page, call, event)
    case .notServed(let key, let render, let error, let isTyped):
      if !isTyped { fail("a caller gets a page or an error to act on", "\(key): \(error)", event) }
      guard let render else { return }
      if let object = render.object {
        fail("a good render is returned to its caller", "\(object) for \(key) was not: \(error)", event)
      } else if !releasesSent.contains(render.lease.token) {
        fail("what is over is given back", "\(render.lease.token) never was: \(error)", event)
      }
    }
  }

  private func isFresh(since generatedAt: Int64, _ now: Timestamp) -> Bool {
    settings.map { now < Timestamp(seconds: generatedAt) + $0.freshFor } ?? false
  }

  /// Whoever makes a page has the lease since before its last publication, or has looked at it.
  private mutating func rendersAgain(_ lease: Lease, _ now: Timestamp, _ event: HistoryEvent) {
    guard isHeld(lease), gone[lease.token] == nil,
      let generatedAt = entries[lease.key.partition]?["generated_at"]?.integer
    else { return }
    if isFresh(since: generatedAt, now) {
      fail("a page is made once for each generation", "\(lease.key) was made at \(generatedAt)", event)
    }
  }

  private mutating func servedInTime(_ page: Page, _ call: PageNote.Call, _ event: HistoryEvent) {
    let entry = page.entry
    let isFresh = isFresh(since: entry.generatedAt.secondsRoundedDown, call.now)
    switch page.source {
    case .fresh:
      if !isFresh { fail("only what is fresh is served as fresh", "\(entry.objectKey) at \(call.now)", event) }
    case .stale, .staleUnavailable, .staleRefreshing, .staleAfterFailure:
      if isFresh { fail("only what is over is called stale", "\(entry.objectKey) at \(call.now)", event) }
    case .lastKnown, .renderedElsewhere, .rendered, .unpublished: break
    }
  }

  private mutating func served(_ page: Page, _ call: PageNote.Call, _ event: HistoryEvent) {
    let entry = page.entry
    if case .unpublished(let error) = page.source { unpublished(entry, error, call, event) }
    if !page.isUnpublished, !objects.contains(entry.objectKey) {
      fail("only what was published is served", "\(entry.objectKey) never was", event)
    }
    returned(page, call, event)
    guard let settings, settings.isCalm, !call.hasGone else { return }
    let render = call.render.map { ($0.end ?? event.time) - $0.start } ?? .zero
    let requests = settings.faults.latency * 20
    if event.time - call.start > call.waiting + render + requests + .milliseconds(500) {
      fail("a call for a page ends in its time", "it took from \(call.start)", event)
    }
  }

  /// What a call made is what it serves.
  private mutating func returned(_ page: Page, _ call: PageNote.Call, _ event: HistoryEvent) {
    if let object = call.render?.object {
      if !page.isOwn || page.entry.objectKey != object {
        fail("a good render is returned to its caller", "\(page.entry.objectKey) instead of \(object)", event)
      }
      if page.source == .rendered, let lease = call.render?.lease {
        follow(LeaseNote.published(lease, object: object), event)
      }
    } else if page.source == .rendered || page.isUnpublished && made[page.entry.objectKey] != event.worker {
      fail("only what was made is called so", "\(page.entry.objectKey) was not made here", event)
    }
  }

  private mutating func unpublished(
    _ entry: CacheEntry, _ error: PublishError, _ call: PageNote.Call, _ event: HistoryEvent
  ) {
    guard let render = call.render, let end = render.end, let until = render.until else { return }
    if case .outcomeUnknown = error { return }
    follow(LeaseNote.notPublished(render.lease, error), event)
    if let settings, settings.isCalm, !call.hasGone, end + settings.faults.latency + .milliseconds(1) < until {
      fail("a good render is published where nothing goes wrong", "\(entry.objectKey): \(error)", event)
    }
  }
}

extension Page {
  fileprivate var isUnpublished: Bool { if case .unpublished = source { true } else { false } }

  /// Whether the call made it itself.
  fileprivate var isOwn: Bool { source == .rendered || isUnpublished }
}
