import DynamoDB
import Synchronization

/// A clock that stands still until the test moves it. Whoever sleeps on it moves it himself, unless it is stepped: then
/// he waits until the test has moved it far enough.
final class ManualTime: TimeSource {
  private struct State {
    var moment: Timestamp
    var sleepers: [UInt64: (end: Timestamp, continuation: CheckedContinuation<Bool, Never>)] = [:]
    var lastSleeper: UInt64 = 0
  }

  private let state: Mutex<State>
  private let isStepped: Bool

  init(_ moment: Timestamp = Timestamp(seconds: 1_700_000_000), isStepped: Bool = false) {
    state = Mutex(State(moment: moment))
    self.isStepped = isStepped
  }

  var now: Timestamp { state.withLock { $0.moment } }
  var uptime: Duration { now.sinceEpoch }

  /// How many tasks sleep.
  var sleepers: Int { state.withLock { $0.sleepers.count } }

  /// Whether whoever keeps a lease, and nobody else, sleeps until the next renewal: he sleeps for that and beside each
  /// renewal in turn.
  var isBetweenRenewals: Bool { state.withLock { $0.sleepers.count == 1 && $0.lastSleeper % 2 == 1 } }

  /// When those who sleep want to be woken, in order, counted from now.
  var pauses: [Duration] { state.withLock { state in state.sleepers.values.map { $0.end - state.moment }.sorted() } }

  func advance(by duration: Duration) {
    let woken = state.withLock { state in
      state.moment = state.moment + duration
      let ended = state.sleepers.filter { $0.value.end <= state.moment }
      for number in ended.keys { state.sleepers[number] = nil }
      return ended.values.map(\.continuation)
    }
    for continuation in woken { continuation.resume(returning: true) }
  }

  func sleep(for duration: Duration) async throws {
    guard isStepped else { return advance(by: duration) }
    let number = state.withLock { state in
      state.lastSleeper += 1
      return state.lastSleeper
    }
    let isOver = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state -> Bool? in
          if Task.isCancelled { return false }
          if duration <= .zero { return true }
          state.sleepers[number] = (state.moment + duration, continuation)
          return nil
        }
        if let isOver { continuation.resume(returning: isOver) }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation.resume(returning: false)
    }
    if !isOver { throw CancellationError() }
  }
}
