import CProcess
import UnixSignals

/// The signals that a command watches for.
enum Signals {
  /// What ends a program that does not know better.
  static let ending: [UnixSignal] = [.sigterm, .sigint, .sighup, .sigquit]
  /// What programs agree upon between themselves.
  static let userDefined: [UnixSignal] = [.sigusr1, .sigusr2]

  /// Those that this process was started to ignore, as nohup(1) does with SIGHUP: they stay ignored.
  ///
  /// To be asked before the work begins, as some of what it uses ignores signals too (SIGPIPE).
  static var ignored: [Int32] { (1...64).filter { tabletheory_ignores_signal($0) != 0 } }
}

/// Does work while `receive` is told each signal that comes; where that says so, the work is cancelled.
///
/// - Parameters:
///   - signals: what to watch for.
///   - ignored: those of them that are left alone.
///   - receive: returns whether the work is to be cancelled.
/// - Returns: What `work` does, once it has ended.
func withSignals<Value: Sendable>(
  _ signals: [UnixSignal], ignored: [Int32] = Signals.ignored, _ receive: @escaping @Sendable (Int32) -> Bool,
  _ work: @escaping @Sendable () async -> Value
) async -> Value {
  let sequence = await UnixSignalsSequence(trapping: signals.filter { !ignored.contains($0.rawValue) })
  return await withTaskGroup(of: Value?.self) { group in
    group.addTask { await work() }
    group.addTask {
      for await signal in sequence where receive(signal.rawValue) { return nil }
      return nil
    }
    var value: Value?
    for await outcome in group {
      if let outcome { value = outcome }
      group.cancelAll()
    }
    guard let value else { preconditionFailure("the work's task has ended without a result") }
    return value
  }
}
