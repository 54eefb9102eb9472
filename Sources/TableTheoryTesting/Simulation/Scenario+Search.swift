import Synchronization

/// What many histories came to.
public struct SearchResult<Cut: Sendable & CustomStringConvertible>: Sendable {
  /// How many were played.
  public let histories: Int
  /// The failing history with the lowest seed of those that were played.
  public let failure: FailingHistory<Cut>?
}

extension Scenario {
  /// Plays the histories of many seeds, on several threads, until one breaks a property.
  ///
  /// Each history runs on one thread; the failing one that is found is the same for any number of them.
  public func search(seeds: Range<UInt64>, threads: Int = 1) async -> SearchResult<Cut> {
    let board = Board(seeds)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, threads) {
        group.addTask { @concurrent in self.play(from: board) }
      }
    }
    return SearchResult(histories: board.played, failure: board.failure.map { FailingHistory(cut: whole, history: $0) })
  }

  private func play(from board: Board) {
    while let seeds = board.next() {
      var played = 0
      for seed in seeds {
        let history = play(seed: seed, whole)
        played += 1
        guard history.violations.isEmpty else {
          board.report(history)
          break
        }
      }
      board.count(played)
    }
  }
}

/// Which seeds are still to be played, and what was found.
private final class Board: Sendable {
  private struct State {
    var next: UInt64
    var played = 0
    var failure: PlayedHistory?
  }

  private static let portion: UInt64 = 64
  private let end: UInt64
  private let state: Mutex<State>

  init(_ seeds: Range<UInt64>) {
    end = seeds.upperBound
    state = Mutex(State(next: seeds.lowerBound))
  }

  var played: Int { state.withLock { $0.played } }
  var failure: PlayedHistory? { state.withLock { $0.failure } }

  /// The next few, in rising order; none once something has failed: all lower ones are being played then.
  func next() -> Range<UInt64>? {
    state.withLock { state in
      guard state.failure == nil, state.next < end else { return nil }
      let seeds = state.next..<min(end, state.next + Self.portion)
      state.next = seeds.upperBound
      return seeds
    }
  }

  func count(_ histories: Int) { state.withLock { $0.played += histories } }

  func report(_ history: PlayedHistory) {
    state.withLock { state in
      if state.failure.map({ history.seed < $0.seed }) ?? true { state.failure = history }
    }
  }
}
