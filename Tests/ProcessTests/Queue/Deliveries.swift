import Synchronization
import TableTheoryTesting

@testable import QueueWorker

/// A queue that delivers each message several times, in any order, and again until somebody has acknowledged it.
final class Deliveries: Sendable {
  private struct State {
    var waiting: [Int]
    var underWay = 0
    var acknowledged: [Int: [QueueReport.Outcome]] = [:]
    var redelivered = 0
  }

  private let state: Mutex<State>

  /// - Parameter times: how often each message is in the queue, as one that is replayed has it.
  init(messages: Int, times: Int, _ generator: inout SeededGenerator) {
    var all = (0..<messages).flatMap { Array(repeating: $0, count: times) }
    all.shuffle(using: &generator)
    state = Mutex(State(waiting: all))
  }

  /// What was told of each message's deliveries that are over.
  var acknowledged: [Int: [QueueReport.Outcome]] { state.withLock { $0.acknowledged } }
  var redelivered: Int { state.withLock { $0.redelivered } }

  enum Next {
    case batch([Int])
    /// All there is is under way.
    case later
    case over
  }

  func next() -> Next {
    state.withLock { state in
      guard !state.waiting.isEmpty else { return state.underWay == 0 ? .over : .later }
      let batch = Array(state.waiting.prefix(4))
      state.waiting.removeFirst(batch.count)
      state.underWay += batch.count
      return .batch(batch)
    }
  }

  /// - Returns: Whether all of it is done.
  func ended(_ outcomes: [QueueReport.Outcome]) -> Bool {
    state.withLock { state in
      state.underWay -= outcomes.count
      let failed = outcomes.filter { $0.result == nil }
      for outcome in outcomes where outcome.result != nil {
        state.acknowledged[outcome.message, default: []].append(outcome)
      }
      state.waiting += failed.map(\.message)
      state.redelivered += failed.count
      return failed.isEmpty
    }
  }

  /// Nobody will say any more what became of it.
  func isLost(_ batch: [Int]) {
    state.withLock { state in
      state.underWay -= batch.count
      state.redelivered += batch.count
      state.waiting += batch
    }
  }
}
