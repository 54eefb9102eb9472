import Synchronization

/// The first signal that came, of those that end a command.
final class StopSignal: Sendable {
  private let state = Mutex<Int32?>(nil)

  var signal: Int32? { state.withLock { $0 } }

  /// - Returns: That the work is to be cancelled.
  @Sendable
  func receive(_ signal: Int32) -> Bool {
    state.withLock { $0 = $0 ?? signal }
    return true
  }
}

extension Failure {
  static func endedBy(_ signal: Int32) -> Failure {
    Failure("ended by signal \(signal) before there was a lease", status: .signal(signal))
  }
}
