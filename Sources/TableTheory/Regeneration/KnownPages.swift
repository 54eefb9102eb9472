import DynamoDB
import Synchronization

/// What this process knows of pages: the entry that it read last, and renders that failed.
final class KnownPages: Sendable {
  struct Reading: Sendable {
    var entry: CacheEntry
    var generations: [CacheTag: TagGeneration]
    /// When the read began, by uptime.
    var at: Duration
  }

  private struct Known {
    var reading: Reading?
    var failure: RenderFailure?
  }

  private let pages = Mutex<[CacheKey: Known]>([:])
  /// More pages than this are not remembered.
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  func reading(of key: CacheKey, since moment: Duration) -> Reading? {
    guard let reading = pages.withLock({ $0[key]?.reading }), reading.at >= moment else { return nil }
    return reading
  }

  func learn(_ entry: CacheEntry?, _ generations: [CacheTag: TagGeneration], of key: CacheKey, at uptime: Duration) {
    change(key) { $0.reading = entry.map { Reading(entry: $0, generations: generations, at: uptime) } }
  }

  /// The failure for which the page is not rendered yet.
  func failure(of key: CacheKey, at uptime: Duration) -> RenderFailure? {
    guard let failure = pages.withLock({ $0[key]?.failure }), failure.retryAt > uptime else { return nil }
    return failure
  }

  func failed(_ key: CacheKey, _ error: any Error, at uptime: Duration, _ retry: RetryAfterFailure) -> RenderFailure {
    let count = pages.withLock { $0[key]?.failure?.count ?? 0 } + 1
    let failure = RenderFailure(error: error, count: count, retryAt: uptime + retry.pause(after: count))
    change(key) { $0.failure = failure }
    return failure
  }

  func rendered(_ key: CacheKey) { change(key) { $0.failure = nil } }

  private func change(_ key: CacheKey, _ change: (inout Known) -> Void) {
    guard limit > 0 else { return }
    pages.withLock { pages in
      if pages.count >= limit, pages[key] == nil {
        // Whoever is asked for is soon known again.
        let keys = pages.keys.sorted { String.precedes($0.partition, $1.partition) }
        for key in keys.prefix(max(1, limit / 2)) { pages[key] = nil }
      }
      change(&pages[key, default: Known()])
    }
  }
}
