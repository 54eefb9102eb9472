import Synchronization

/// Decides which worker dies for `--kill-worker`: the first one to begin a render once a third of the run is over.
final class KillSwitch: Sendable {
  private enum State {
    case safe
    case armed
    case fired
  }

  private let state = Mutex(State.safe)

  /// From now on the next render is a worker's last.
  func arm() {
    state.withLock { if $0 == .safe { $0 = .armed } }
  }

  /// Whether the worker that has just begun to render is to be killed: true once.
  func fires() -> Bool {
    state.withLock { state in
      guard state == .armed else { return false }
      state = .fired
      return true
    }
  }

  var hasFired: Bool { state.withLock { $0 == .fired } }
}
