import Synchronization

/// How many connections a proxy has and had, and how many requests it is at work on.
final class ConnectionCensus: Sendable {
  struct Count: Hashable, Sendable {
    var open = 0
    var mostOpen = 0
    var opened = 0
    var requests = 0
    /// Those whose last byte has come.
    var wholeRequests = 0
    var requestsUnderWay = 0
    var faults: [Fault: Int] = [:]
  }

  private let state = Mutex(Count())

  var count: Count { state.withLock { $0 } }

  func connectionOpened() {
    state.withLock { count in
      count.open += 1
      count.opened += 1
      count.mostOpen = max(count.mostOpen, count.open)
    }
  }

  func connectionClosed() { state.withLock { $0.open -= 1 } }

  func requestBegan(_ fault: Fault) {
    state.withLock { count in
      count.requests += 1
      count.requestsUnderWay += 1
      count.faults[fault, default: 0] += 1
    }
  }

  func requestIsWhole() { state.withLock { $0.wholeRequests += 1 } }

  func requestEnded() { state.withLock { $0.requestsUnderWay -= 1 } }

  /// Returns once the count is so; who waits in vain is ended by the test's time limit.
  func wait(until condition: (Count) -> Bool) async throws {
    while !condition(count) { try await Task.sleep(for: .milliseconds(5)) }
  }
}
