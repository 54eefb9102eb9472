import DynamoDB
import Subprocess
import TableTheory

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A command as a process that runs no longer than its lease.
struct JobProcess: Sendable {
  let job: Job
  let command: [String]
  let key: LeaseKey
  let table: String
  /// How long the command has between SIGTERM and SIGKILL.
  let grace: Duration
  /// Signals that it is to ignore.
  let ignoring: [Int32]
  let time: any TimeSource

  /// Why there is no status of the command's own.
  enum Problem: Error {
    /// A signal came before it was started.
    case calledOff
    case notStarted(String)
    /// It was stopped, because the task was cancelled: its lease is lost.
    case stopped
  }

  /// Runs the command, from its start until it has ended.
  ///
  /// When the task is cancelled the command gets SIGTERM, and SIGKILL if it is still there after ``grace``.
  func run(under lease: Lease) async throws(Problem) -> TerminationStatus {
    guard job.begin() else { throw .calledOff }
    var options = PlatformOptions()
    if job.place.hasGroup { options.processGroupID = 0 }
    options.teardownSequence = [
      .send(signal: .terminate, toProcessGroup: job.place.hasGroup, allowedDurationToNextStep: grace)
    ]
    let (status, process) = try await spawn(options, under: lease)
    job.ended()
    let isStopped = Task.isCancelled
    if job.place.hasGroup, let toldAt = job.toldToEndAt {
      let group = ProcessGroup(leader: process, time: time)
      // Not in this task, in which nothing sleeps any more.
      await Task { await group.end(by: toldAt + grace) }.value
    }
    if isStopped { throw .stopped }
    return status
  }

  private func spawn(
    _ options: PlatformOptions, under lease: Lease
  ) async throws(Problem) -> (TerminationStatus, process: pid_t) {
    async let _ = reapAdopted()
    do {
      let result = try await withTaskCancellationHandler {
        try await Subprocess.run(
          ThisProgram.executable,
          arguments: Arguments(
            executablePathOverride: "tabletheory",
            remainingValues: LeaseExecCommand.arguments(command, ignoring: ignoring)),
          environment: .inherit.updating(environment(of: lease)), platformOptions: options,
          input: .currentStandardInput, output: .currentStandardOutput, error: .currentStandardError
        ) { execution in
          job.started(execution.processIdentifier.value)
        }
      } onCancel: {
        job.isToldToEnd()
      }
      return (result.terminationStatus, result.processIdentifier.value)
    } catch {
      job.ended()
      throw .notStarted("\(error)")
    }
  }

  /// Now and then until the task is cancelled: as PID 1 we become the parent of the command's orphans, and it may run for
  /// months.
  private func reapAdopted() async {
    guard getpid() == 1, job.place.hasGroup else { return }
    while (try? await time.sleep(for: .seconds(1))) != nil {
      guard let process = job.process else { continue }
      ProcessGroup(leader: process, time: time).reapAdopted()
    }
  }

  private func environment(of lease: Lease) -> [Environment.Key: String?] {
    [
      "TABLETHEORY_LEASE_KEY": key.name, "TABLETHEORY_LEASE_TENANT": key.tenant, "TABLETHEORY_LEASE_TABLE": table,
      "TABLETHEORY_LEASE_TOKEN": lease.token, "TABLETHEORY_LEASE_FENCE": String(lease.fence),
    ]
  }
}

extension TerminationStatus {
  /// As shells have it.
  var exitStatus: ExitStatus {
    switch self {
    case .exited(let code): ExitStatus(rawValue: code)
    case .signaled(let signal): .signal(signal)
    }
  }
}
