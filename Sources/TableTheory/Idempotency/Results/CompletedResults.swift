import DynamoDB
import Synchronization

/// The completed records that a process has seen lately: a replay of them costs no request.
///
/// What is in progress is never here, since it changes. A completed record does not change before it expires, unless
/// somebody forgets it: therefore each is kept for a short time only.
final class CompletedResults: Sendable {
  private struct Entry {
    var record: IdempotencyRecord
    var end: Duration
  }

  /// Two generations: when the young one is full, it becomes the old one, whose rest is dropped. What was asked for
  /// meanwhile is young again.
  private struct State {
    var young: [IdempotencyKey: Entry] = [:]
    var old: [IdempotencyKey: Entry] = [:]
  }

  private let half: Int
  private let age: Duration
  private let state = Mutex(State())

  /// - Parameters:
  ///   - limit: how many at most; none with less than two.
  ///   - age: how long.
  init(limit: Int, age: Duration) {
    half = limit / 2
    self.age = age
  }

  var count: Int { state.withLock { $0.young.count + $0.old.count } }

  func record(of key: IdempotencyKey, uptime: Duration, now: Timestamp) -> IdempotencyRecord? {
    state.withLock { state in
      guard let entry = state.young[key] ?? state.old.removeValue(forKey: key) else { return nil }
      #if MUTANTS
        if CodeMutant.isAtWork(.resultsAreRememberedForEver) { return entry.record }
      #endif
      guard uptime < entry.end, let expiresAt = entry.record.expiresAt, now < expiresAt else {
        state.young[key] = nil
        return nil
      }
      insert(entry, key, into: &state)
      return entry.record
    }
  }

  func insert(_ record: IdempotencyRecord, uptime: Duration) {
    guard half > 0, record.state == .completed, record.payloadHash != nil, record.expiresAt != nil else { return }
    state.withLock { insert(Entry(record: record, end: uptime + age), record.key, into: &$0) }
  }

  func remove(_ key: IdempotencyKey) {
    state.withLock { state in
      state.young[key] = nil
      state.old[key] = nil
    }
  }

  private func insert(_ entry: Entry, _ key: IdempotencyKey, into state: inout State) {
    state.old[key] = nil
    if state.young[key] == nil, state.young.count >= half {
      state.old = state.young
      state.young = [:]
    }
    state.young[key] = entry
  }
}
