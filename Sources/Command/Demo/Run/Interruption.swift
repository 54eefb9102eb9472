import Synchronization
import UnixSignals

/// What Ctrl-C does: the first one ends the run and lets it report, the second one ends the program.
final class Interruption: Sendable {
  private struct State {
    var signal: Int32?
    var onSignal: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// The signal that came, if one did.
  var signal: Int32? { state.withLock { $0.signal } }

  /// What a signal does from now on, instead of cancelling everything.
  func handle(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.onSignal = action } }

  /// Waits for signals.
  ///
  /// - Throws: `CancellationError` where a signal came and nothing handles it.
  func watch() async throws {
    for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
      let number: Int32 = signal == .sigint ? 2 : 15
      let (isSecond, action) = state.withLock { state in
        defer { state.signal = number }
        return (state.signal != nil, state.onSignal)
      }
      guard !isSecond, let action else { throw CancellationError() }
      action()
    }
  }
}
