import Synchronization
import TableTheoryTesting

/// Who is struck in the midst of work: every few beginnings the worker that has just begun.
final class Strikes: Sendable {
  enum Kind {
    case kill
    case stop
  }

  /// For how long a worker is stopped: longer than its in-progress time, and what its rounding to whole seconds adds.
  static let pause = Duration.milliseconds(2300)

  private struct State {
    var generator: SeededGenerator
    var left: Int
    var untilNext = 2
    var kills = 0
    var stops = 0
  }

  private let state: Mutex<State>

  init(_ count: Int, seed: UInt64) {
    state = Mutex(State(generator: SeededGenerator(seed: seed, label: "strikes"), left: count))
  }

  var kills: Int { state.withLock { $0.kills } }
  var stops: Int { state.withLock { $0.stops } }

  /// What happens to a worker that has begun.
  func next() -> Kind? {
    state.withLock { state in
      guard state.left > 0 else { return nil }
      state.untilNext -= 1
      guard state.untilNext == 0 else { return nil }
      state.left -= 1
      state.untilNext = 1 + state.generator.index(below: 3)
      guard state.generator.chance(perMille: 250) else {
        state.kills += 1
        return .kill
      }
      state.stops += 1
      return .stop
    }
  }
}
