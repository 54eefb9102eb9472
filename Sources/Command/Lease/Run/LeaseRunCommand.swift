import ArgumentParser
import DynamoDB
import Subprocess
import Synchronization
import TableTheory
import UnixSignals

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `tabletheory lease run`: a command that runs on one machine at a time.
struct LeaseRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a command while holding a lease.",
    usage: "tabletheory lease run <key> --for <for> [options] -- COMMAND [ARGUMENTS...]",
    discussion: """
      The lease is renewed while the command runs, however long that takes, and given back when it has ended. If the \
      lease is lost, the command gets SIGTERM, and SIGKILL after --grace. SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1 and \
      SIGUSR2 are passed on to it. On Linux it is killed where this program is.

      The command's environment has TABLETHEORY_LEASE_KEY, TABLETHEORY_LEASE_TABLE, TABLETHEORY_LEASE_TOKEN and \
      TABLETHEORY_LEASE_FENCE, and TABLETHEORY_LEASE_TENANT where there is one. Whatever can compare numbers should be \
      given the fence, and refuse a lower one.

      Exit statuses: the command's own, 128 + N if signal N ended it; 75 somebody else has the lease; 77 the lease was \
      lost and the command stopped; 124 it took longer than --max and was stopped; 126 and 127 it cannot be run, or is \
      not there; 64, 69, 74 and 78 as in "tabletheory lease --help". What is not the command's own is told on standard \
      error.
      """)

  @OptionGroup var key: KeyOptions
  @OptionGroup var acquire: AcquireOptions

  @Option(help: "How long the command may run at most. (default: 1h)", transform: Duration.init(argument:))
  var max: Duration = .seconds(3600)

  @Option(
    help: "How long the command has to end after SIGTERM, before SIGKILL. (default: 10s)",
    transform: Duration.init(argument:))
  var grace: Duration = .seconds(10)

  @OptionGroup var store: StoreOptions
  @OptionGroup var clock: ClockOptions

  @Argument(parsing: .postTerminator, help: "The command and its arguments, behind \"--\".")
  var command: [String]

  func validate() throws {
    guard command.first?.isEmpty == false else {
      throw ValidationError(
        "there is no command: it stands behind \"--\", as in \"lease run backup --for 10s -- ./backup\"")
    }
    if max <= .zero { throw ValidationError("--max is longer than nothing") }
  }

  func run() async throws {
    let ignored = Signals.ignored
    let job = Job(place: .current, time: .system)
    // A command that is stopped while its lease runs out would be overtaken; in the foreground we stop with it.
    if job.place == .background { _ = signal(SIGTSTP, SIG_IGN) }
    let status = await withSignals(Signals.ending + Signals.userDefined, ignored: ignored, job.receive) {
      await self.status(of: job, ignoring: ignored)
    }
    if status.rawValue != 0 { throw ExitCode(status.rawValue) }
  }

  private func status(of job: Job, ignoring: [Int32]) async -> ExitStatus {
    do throws(Failure) {
      return try await store.withStore(for: acquire.purpose) { store throws(Failure) in
        try await run(job, in: store, ignoring: ignoring)
      }
    } catch {
      let failure = job.calledOffBy.map(Failure.endedBy) ?? error
      StandardError.line("tabletheory: \(failure)")
      return failure.status
    }
  }

  private func run(_ job: Job, in store: Store, ignoring: [Int32]) async throws(Failure) -> ExitStatus {
    let time = SystemTime()
    let owner = acquire.owner ?? machineName.map { "\($0)/\(getpid())" }
    let leases = LeaseManager(
      table: store.table, on: store.client, configuration: .init(owner: owner, clockSkew: clock.clockSkew))
    let process = JobProcess(
      job: job, command: command, key: key.leaseKey, table: store.table, grace: grace, ignoring: ignoring, time: time)
    let ending = EndingBox()
    do throws(LeasedWorkError<JobProcess.Problem>) {
      let status = try await leases.withLease(
        on: key.leaseKey.cacheKey, for: acquire.duration, waitingUpTo: acquire.wait, renewingUpTo: max,
        reclaiming: acquire.reclaiming, whenOver: ending.set
      ) { lease throws(JobProcess.Problem) in
        try await process.run(under: lease)
      }
      remark(ending.value, in: store, at: time.now)
      return status.exitStatus
    } catch {
      throw failure(error, in: store, at: time.now)
    }
  }

  private func failure(
    _ error: LeasedWorkError<JobProcess.Problem>, in store: Store, at now: Timestamp
  ) -> Failure {
    switch error {
    case .notAcquired(let error): Failure(error, on: key.leaseKey, in: store, at: now)
    case .failed(.notStarted(let reason)), .lost(_, .notStarted(let reason)):
      Failure("cannot start \(command[0]): \(reason)", status: .cannotRun)
    case .lost(.taken(let holder), _):
      Failure(
        "the lease on \(key.leaseKey) was lost, and \(command[0]) was stopped: "
          + (holder.map { "it is \($0.text(at: now))" } ?? "it was given back, or its row is gone"), status: .lost)
    case .lost(.notRenewed(let reason), _):
      Failure(
        "the lease on \(key.leaseKey) could not be renewed in time, and \(command[0]) was stopped: "
          + (reason.map { Failure($0, on: key.leaseKey, in: store, at: now).description }
            ?? "no answer came from \(store.place)"),
        status: .lost)
    case .lost(.limitReached, _):
      Failure("\(command[0]) was stopped: it took longer than --max, \(max.spoken)", status: .limitReached)
    case .failed: Failure("\(command[0]) was stopped", status: .failure)
    }
  }

  /// What is worth knowing of how the lease ended, where the command has ended by itself.
  private func remark(_ ending: LeaseEnding?, in store: Store, at now: Timestamp) {
    guard case .unknown(let error) = ending else { return }
    let reason = Failure(error, on: key.leaseKey, in: store, at: now)
    StandardError.line("tabletheory: \(key.leaseKey) is not given back, others wait until it ends by itself: \(reason)")
  }
}

/// What "withLease" says of a lease's end.
private final class EndingBox: Sendable {
  private let state = Mutex<LeaseEnding?>(nil)

  var value: LeaseEnding? { state.withLock { $0 } }

  @Sendable
  func set(_ ending: LeaseEnding) { state.withLock { $0 = ending } }
}
