import Synchronization

/// Lets one write a page through at a time, so that the order in which writes are written down is the order in which
/// they happened.
final class PageTurns: Sendable {
  /// Who waits for each page that is in somebody's turn.
  private let waiting = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

  func withTurn<Result, Failure: Error>(
    on page: String, _ body: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    await begin(page)
    defer { end(page) }
    return try await body()
  }

  private func begin(_ page: String) async {
    await withCheckedContinuation { continuation in
      let isFree = waiting.withLock { waiting in
        if waiting[page] == nil {
          waiting[page] = []
          return true
        }
        waiting[page, default: []].append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  private func end(_ page: String) {
    let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
      guard var queue = waiting[page], !queue.isEmpty else {
        waiting[page] = nil
        return nil
      }
      let next = queue.removeFirst()
      waiting[page] = queue
      return next
    }
    next?.resume()
  }
}
