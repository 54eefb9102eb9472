import DynamoDB
import Subprocess

/// One worker as a process of its own, from its start to its end.
struct WorkerProcess: Sendable {
  let configuration: Worker.Configuration
  let fleet: Fleet
  let recorder: Recorder
  let killSwitch: KillSwitch
  let time: any TimeSource

  private var number: Int { configuration.number }

  /// Starts the worker and listens to it until it ends. When the task is cancelled the worker gets SIGTERM, and
  /// SIGKILL if it is still there two seconds later.
  ///
  /// - Throws: ``Failure`` where it ended by an error of its own; not where it was killed.
  func run(onReady: @escaping @Sendable () -> Void) async throws {
    var options = PlatformOptions()
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
    let result = try await Subprocess.run(
      ThisProgram.executable,
      arguments: Arguments(
        executablePathOverride: "tabletheory", remainingValues: DemoWorkerCommand.arguments(configuration)),
      // A worker that crashes is to be gone at once, and not to stay for as long as writing a backtrace takes.
      environment: .inherit.updating(["SWIFT_BACKTRACE": "enable=no"]), platformOptions: options,
      input: .inputWriter, output: .sequence, error: .sequence
    ) { execution in
      fleet.update(number) { $0.process = execution.processIdentifier.value }
      async let complaint = Self.lastLine(of: execution.standardError)
      for try await line in execution.standardOutput.strings() {
        guard let event = try? WorkerEvent(line: line) else { continue }
        if case .ready = event { onReady() }
        if case .renderStarted(let page, let fence, _) = event, killSwitch.fires() {
          try execution.send(signal: .kill)
          died(rendering: page, fence: fence)
        }
        heard(event)
      }
      return try await complaint
    }
    try ended(result.terminationStatus, complaint: result.closureResult)
  }

  private func heard(_ event: WorkerEvent) {
    switch event {
    case .ready(let port): fleet.update(number) { $0.state = .serving(port: port) }
    case .renderStarted(let page, let fence, let at):
      let moment = Timestamp(milliseconds: at)
      recorder.record { $0.renderStarted(page, fence: fence, worker: number, at: moment) }
    case .published, .refused:
      // The table's door has seen what became of the render: that is what counts.
      break
    }
  }

  /// Writes down that this worker has just been killed.
  private func died(rendering page: String, fence: Int64) {
    let process = fleet.members[number - 1].process ?? 0
    fleet.update(number) { $0.state = .killed }
    let (elapsed, now) = (recorder.elapsed, time.now)
    recorder.record { history in
      let lease = history.pages[page]?.acquisitions.last { $0.fence == fence }
      let rest = lease.map { "; its lease runs out in \(max(.zero, $0.expiresAt - now).inSeconds)" } ?? ""
      history.died(
        worker: number, at: elapsed,
        note: "killed worker \(number) (pid \(process)) in the middle of rendering \(page)\(rest)")
    }
  }

  private func ended(_ status: TerminationStatus, complaint: String?) throws {
    let member = fleet.members[number - 1]
    if Task.isCancelled || member.state == .killed { return }
    switch status {
    case .signaled(Signal.kill.rawValue):
      fleet.update(number) { $0.state = .killed }
      writeDown(death: "worker \(number) (pid \(member.process ?? 0)) was killed from outside")
    case .exited(0) where member.state != .starting:
      fleet.update(number) { $0.state = .ended }
      writeDown(death: "worker \(number) (pid \(member.process ?? 0)) was asked to end from outside")
    default:
      fleet.update(number) { $0.state = .ended }
      throw Failure("worker \(number) failed (\(status)): \(complaint ?? "it did not say why")")
    }
  }

  private func writeDown(death note: String) {
    let elapsed = recorder.elapsed
    recorder.record { $0.died(worker: number, at: elapsed, note: note) }
  }

  private static func lastLine(of output: SubprocessOutputSequence) async throws -> String? {
    var last: String?
    for try await line in output.strings() where !line.isEmpty { last = line }
    return last
  }
}
