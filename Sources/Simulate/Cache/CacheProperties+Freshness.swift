import DynamoDB
import MutableTableTheory
import TableTheoryTesting

// Pages that are out of date, by age or because somebody has said so.
extension CacheProperties {
  mutating func follow(_ note: InvalidationNote, _ event: HistoryEvent) {
    switch note {
    case .asks(let target, _): asked.insert(target)
    case .acknowledged(let target, let kind, let began):
      acknowledged.append(
        Acknowledged(target: target, kind: kind, began: began, ended: event.time, worker: event.worker))
      for key in CacheScenario.keys { checkInvalidations(of: key.partition, event) }
    case .failed: break
    }
  }

  /// Whether an invalidation that was acknowledged counts for what was made since `start`. Where clocks are wrong,
  /// nothing is promised of a tag that was not known before.
  private func counts(_ invalidation: Acknowledged, since start: Duration) -> Bool {
    start < invalidation.began && (settings.clocks != .wrong || !invalidation.target.isTag)
  }

  /// What was made from what was there before an invalidation is out of date once that is acknowledged, and is not to be
  /// served where it was a hard one. The rows alone say so.
  mutating func checkInvalidations(of page: String, _ event: HistoryEvent) {
    guard !acknowledged.isEmpty, let entry = entry(of: page), let token = leases.entries[page]?["lease_token"]?.string,
      let start = begun[token]
    else { return }
    // While it is young enough, whatever the time.
    let freshness = entry.freshness(at: entry.generatedAt, generations: generations(of: entry))
    for invalidation in acknowledged where invalidation.target.concerns(entry) && counts(invalidation, since: start) {
      if freshness.isFresh {
        fail(
          "no acknowledged invalidation is lost",
          "\(entry.objectKey) is of \(start), \(invalidation.target) was invalidated at \(invalidation.began)", event)
      } else if invalidation.kind == .hard, freshness.isServable {
        fail("what is wrong is not served", "\(entry.objectKey) of \(start) may be, says the row", event)
      }
    }
  }

  private func entry(of page: String) -> CacheEntry? {
    guard let key = CacheScenario.keys.first(where: { $0.partition == page }) else { return nil }
    let row = rows[page]?[settings.layout == .compact ? "PAGE" : "META"]
    return row.flatMap { CacheEntry($0, key: key, layout: settings.layout) }
  }

  /// The generations of an entry's tags as the rows have them.
  private func generations(of entry: CacheEntry) -> [CacheTag: TagGeneration] {
    var generations: [CacheTag: TagGeneration] = [:]
    for tag in entry.tags.map({ CacheTag($0) }) + (entry.deployID.map { [CacheTag.deploy($0)] } ?? []) {
      guard let row = tags[tag.description] else { continue }
      generations[tag] = TagGeneration(
        last: row["generation"]?.integer ?? 0, lastHard: row["hard_generation"]?.integer ?? 0)
    }
    return generations
  }

  mutating func follow(_ note: PageNote, _ event: HistoryEvent) {
    switch note {
    case .renders(let lease, _, let now):
      begun[lease.token] = event.time
      rendersAgain(lease, now, event)
    case .served(let page, let call): served(page, call, event)
    case .rendered, .gaveUp, .notServed: break
    }
  }

  /// Whoever makes a page has the lease since before its last publication, or has looked at it.
  private mutating func rendersAgain(_ lease: Lease, _ now: Timestamp, _ event: HistoryEvent) {
    guard !settings.refreshesEarly, leases.isHeld(lease), leases.gone[lease.token] == nil,
      let entry = entry(of: lease.key.partition)
    else { return }
    if entry.freshness(at: now, generations: generations(of: entry)).isFresh {
      fail("a page is made once for each generation", "\(lease.key) was made at \(entry.generatedAt)", event)
    }
  }

  private mutating func served(_ page: Page, _ call: PageNote.Call, _ event: HistoryEvent) {
    let entry = page.entry
    // Of the caller's clock, as exactly as it matters.
    let began = call.now - (event.time - call.start) - .milliseconds(100)
    switch page.source {
    case .fresh:
      if entry.freshUntil + CacheSettings.looksEvery < began {
        fail("only what is fresh is served as fresh", "\(entry.objectKey) was until \(entry.freshUntil)", event)
      }
    case .stale, .staleUnavailable, .staleRefreshing, .staleAfterFailure:
      if entry.freshUntil > call.now, !asked.contains(where: { $0.concerns(entry) }) {
        fail("only what is over is called stale", "\(entry.objectKey) is until \(entry.freshUntil)", event)
      }
    case .lastKnown, .renderedElsewhere, .rendered, .unpublished: break
    }
    knew(page, call, event)
  }

  /// Whoever asks after an invalidation, and after the time that it takes to be noticed, does not get what it was about as
  /// fresh, and after a hard one not at all.
  private mutating func knew(_ page: Page, _ call: PageNote.Call, _ event: HistoryEvent) {
    let entry = page.entry
    guard let fence = entry.fence, let token = publishers[entry.key.partition]?[fence], let start = begun[token] else {
      return
    }
    for invalidation in acknowledged where invalidation.target.concerns(entry) && counts(invalidation, since: start) {
      let lag = settings.lag(byTag: invalidation.target.isTag && invalidation.worker != event.worker)
      guard invalidation.ended + lag < call.start else { continue }
      switch page.source {
      case .fresh:
        fail(
          "what is invalidated is not served as fresh",
          "\(entry.objectKey) is of \(start), \(invalidation.target) was invalidated at \(invalidation.began)", event)
      case .renderedElsewhere, .stale, .staleUnavailable, .staleRefreshing, .staleAfterFailure:
        if invalidation.kind == .hard {
          fail(
            "what is wrong is not served",
            "\(entry.objectKey) is of \(start), \(invalidation.target) was invalidated at \(invalidation.began)", event)
        }
      case .rendered, .unpublished, .lastKnown: break
      }
    }
  }
}
