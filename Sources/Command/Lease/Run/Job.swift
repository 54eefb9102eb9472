import DynamoDB
import Subprocess
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The command that runs under a lease, seen by the signals that come for it: not there yet, running, or gone.
final class Job: Sendable {
  private enum Phase: Equatable {
    /// There is no lease yet.
    case waiting
    /// A signal came while there was no lease.
    case calledOff(by: Int32)
    case starting
    case running(pid_t)
    case ended
  }

  private struct State {
    var phase = Phase.waiting
    /// What came while the command was being started.
    var pending: [Int32] = []
    /// When the command was first told to end, by uptime.
    var toldToEndAt: Duration?
  }

  /// Where the command was started from.
  let place: JobPlace
  private let time: any TimeSource
  private let send: @Sendable (_ target: pid_t, _ signal: Int32) -> Void
  private let state = Mutex(State())

  /// - Parameter send: what gives a signal to a process or, with a number below zero, to a process group.
  init(
    place: JobPlace, time: any TimeSource,
    send: @escaping @Sendable (_ target: pid_t, _ signal: Int32) -> Void = { _ = kill($0, $1) }
  ) {
    self.place = place
    self.time = time
    self.send = send
  }

  /// The command, while it runs.
  var process: pid_t? { state.withLock { if case .running(let process) = $0.phase { process } else { nil } } }

  /// The signal that came while there was no lease.
  var calledOffBy: Int32? {
    state.withLock { if case .calledOff(let signal) = $0.phase { signal } else { nil } }
  }

  /// When the command and what it has started were first told to end, by a signal or because its lease is lost; by uptime.
  var toldToEndAt: Duration? { state.withLock { $0.toldToEndAt } }

  /// The command is being stopped.
  func isToldToEnd() { state.withLock { $0.toldToEndAt = $0.toldToEndAt ?? time.uptime } }

  /// A signal came for us: it is the command's, if there is one.
  ///
  /// - Returns: Whether there is nothing to wait for any more.
  @Sendable
  func receive(_ signal: Int32) -> Bool {
    state.withLock { state in
      switch state.phase {
      case .waiting where signal == SIGHUP || Self.endsAll(signal):
        state.phase = .calledOff(by: signal)
        return true
      // A message to a command that is not there would end it at its birth, before it can know what to do.
      case .waiting: break
      case .starting: state.pending.append(signal)
      case .running(let process):
        // From the terminal the command has had it already.
        if place == .foreground, Self.isKey(signal) { break }
        pass(signal, to: process, &state)
      case .calledOff, .ended: break
      }
      return false
    }
  }

  /// - Returns: Whether the command may be started; not where a signal has called it off.
  func begin() -> Bool {
    state.withLock { state in
      guard state.phase == .waiting else { return false }
      state.phase = .starting
      return true
    }
  }

  func started(_ process: pid_t) {
    state.withLock { state in
      state.phase = .running(process)
      for signal in state.pending { pass(signal, to: process, &state) }
      state.pending = []
    }
  }

  func ended() { state.withLock { $0.phase = .ended } }

  private func pass(_ signal: Int32, to process: pid_t, _ state: inout State) {
    // Who is told to end takes along what he has started; the others are messages to the command itself.
    let endsAll = place.hasGroup && Self.endsAll(signal)
    if endsAll { state.toldToEndAt = state.toldToEndAt ?? time.uptime }
    send(endsAll ? -process : process, signal)
  }

  /// Not SIGHUP, by which many programs are told to read their configuration again.
  private static func endsAll(_ signal: Int32) -> Bool { [SIGTERM, SIGINT, SIGQUIT].contains(signal) }

  private static func isKey(_ signal: Int32) -> Bool { signal == SIGINT || signal == SIGQUIT }
}
