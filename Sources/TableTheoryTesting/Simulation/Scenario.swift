/// Something to play many times: code under test in a ``SimulatedWorld``, and the properties of its histories.
///
/// A history has to depend on the seed and the cut alone, not on time, other randomness or the order of a dictionary.
public protocol Scenario: Sendable {
  /// What is left out of the histories: workers, rounds, kinds of faults. It makes a failing history smaller.
  associatedtype Cut: Sendable & CustomStringConvertible

  /// Nothing left out.
  var whole: Cut { get }

  /// Each a little more left out than in `cut`; empty where there is no less.
  func smaller(than cut: Cut) -> [Cut]

  /// Plays one history.
  func play(seed: UInt64, _ cut: Cut) -> PlayedHistory
}

/// A history that broke a property, and how to play it again.
public struct FailingHistory<Cut: Sendable & CustomStringConvertible>: Sendable {
  /// What of the scenario was played.
  public let cut: Cut
  /// What happened.
  public let history: PlayedHistory

  /// A failing history of its parts.
  public init(cut: Cut, history: PlayedHistory) {
    self.cut = cut
    self.history = history
  }

  /// What plays it again.
  public var seed: UInt64 { history.seed }

  /// For readers: the seed, what was broken, and all that happened.
  public var report: String {
    let violations = history.violations.map { violation in
      let moment = violation.time.map { " (at \($0))" } ?? ""
      return "  \(violation)\(moment)"
    }
    return "seed \(seed), \(cut)\n\(violations.joined(separator: "\n"))\n\(Timeline(history.events))"
  }
}

extension Scenario {
  /// Plays one history again.
  ///
  /// - Returns: the history if it breaks a property.
  public func replay(seed: UInt64, _ cut: Cut) -> FailingHistory<Cut>? {
    let history = play(seed: seed, cut)
    return history.violations.isEmpty ? nil : FailingHistory(cut: cut, history: history)
  }

  /// A smaller history that breaks the same property: parts are left out as long as it still fails, with its own seed or
  /// one of the next.
  ///
  /// - Parameters:
  ///   - failure: what failed.
  ///   - attempts: how many seeds are tried for each cut.
  public func shrink(_ failure: FailingHistory<Cut>, attempts: UInt64 = 100) -> FailingHistory<Cut> {
    guard let property = failure.history.violations.first?.property else { return failure }
    var best = failure
    while let smaller = smallerFailure(than: best, breaking: property, attempts) { best = smaller }
    return best
  }

  private func smallerFailure(
    than failure: FailingHistory<Cut>, breaking property: String, _ attempts: UInt64
  ) -> FailingHistory<Cut>? {
    for cut in smaller(than: failure.cut) {
      for offset in 0..<attempts {
        let history = play(seed: failure.seed &+ offset, cut)
        if history.violations.contains(where: { $0.property == property }),
          history.events.count <= failure.history.events.count
        {
          return FailingHistory(cut: cut, history: history)
        }
      }
    }
    return nil
  }
}
