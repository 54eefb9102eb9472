import DynamoDB
import Synchronization

/// Which request comes next and when, until the run is over.
final class Schedule: Sendable {
  /// What a run is measured by.
  enum Amount: Hashable, Sendable {
    case requests(Int)
    case duration(Duration)
  }

  private struct State {
    var issued = 0
    /// When the amount was reached.
    var endedAt: Duration?
    var isStopped = false
  }

  private let amount: Amount
  /// Between two requests; zero where they come as fast as they are answered.
  private let interval: Duration
  private let start: Duration
  private let state = Mutex(State())

  /// - Parameter rate: requests a second; 0 for no limit.
  init(_ amount: Amount, rate: Int, start: Duration) {
    self.amount = amount
    self.start = start
    interval = rate > 0 ? .seconds(1) / rate : .zero
  }

  /// Ends the run early.
  func stop() { state.withLock { $0.isStopped = true } }

  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// - Parameter goesOn: whether the run goes on although its amount is reached.
  /// - Returns: The number of the next request, counted from 0, and the moment to send it; or `nil` at the end.
  func next(at uptime: Duration, goesOn: Bool) -> (number: Int, at: Duration)? {
    state.withLock { state in
      if state.isStopped { return nil }
      if progress(state.issued, uptime) >= 1 {
        if state.endedAt == nil { state.endedAt = uptime }
        if !goesOn { return nil }
      }
      defer { state.issued += 1 }
      return (state.issued, start + interval * state.issued)
    }
  }

  /// How much of the run is over, from 0 to 1 and beyond it where it goes on.
  func progress(at uptime: Duration) -> Double { progress(state.withLock { $0.issued }, uptime) }

  /// For how long the run has gone on since its amount was reached.
  func overtime(at uptime: Duration) -> Duration { state.withLock { $0.endedAt.map { uptime - $0 } ?? .zero } }

  /// How long the run still takes, as far as one can tell.
  func remaining(at uptime: Duration) -> Duration? {
    switch amount {
    case .duration(let duration): return max(.zero, start + duration - uptime)
    case .requests:
      let progress = progress(at: uptime)
      return progress > 0.01 ? max(.zero, (uptime - start) * (1 / progress - 1)) : nil
    }
  }

  private func progress(_ issued: Int, _ uptime: Duration) -> Double {
    switch amount {
    case .requests(let count): Double(issued) / Double(count)
    case .duration(let duration): (uptime - start) / duration
    }
  }
}
