public import DynamoDB
import Synchronization

/// Runs asynchronous code on one thread, in an order drawn from a seed, in virtual time.
///
/// The same seed and the same code give the same history, step by step: whatever goes wrong in one goes wrong in it
/// again. Nothing waits: when no task can run, the time jumps to the next sleeper's.
///
///     let scheduler = SeededScheduler(seed: 7)
///     let winner = try scheduler.run {
///       await withTaskGroup(of: Int.self) { group in
///         for number in 1...3 { group.addTask { number } }
///         return await group.next()
///       }
///     }
///
/// Under control are the task given to ``run(_:)``, its child tasks and default actors. A task made with `Task { }`
/// inherits no executor from whoever makes it, so it would leave; make it with `Task(executorPreference:)`, or pass on
/// what `withUnsafeCurrentTask` says. `Task.sleep`, real clocks, locks that wait and actors with executors of their
/// own are outside too: sleep on this scheduler, or on a ``WorkerClock``, which are `TimeSource`s.
///
/// Source: SE-0417, "Task Executor Preference".
public final class SeededScheduler: TaskExecutor {
  /// When a history is given up.
  public struct Limits: Sendable {
    /// How many steps between two suspensions there are at most, of all tasks together.
    public var jobs: Int
    /// How much virtual time passes at most.
    public var time: Duration

    /// A million steps and thirty days, unless told otherwise.
    public init(jobs: Int = 1_000_000, time: Duration = .seconds(30 * 24 * 3600)) {
      self.jobs = jobs
      self.time = time
    }
  }

  struct State {
    var ready: [UnownedJob] = []
    var sleepers = Sleepers()
    var uptime = Duration.zero
    var generator: SeededGenerator
    var jobs = 0
    var isClosing = false
  }

  let state: Mutex<State>
  let limits: Limits
  let start: Timestamp

  /// - Parameters:
  ///   - limits: when a history counts as endless.
  ///   - seed: decides who runs next.
  ///   - start: what the wall clock shows at the beginning.
  public init(seed: UInt64, start: Timestamp = Timestamp(seconds: 1_700_000_000), limits: Limits = Limits()) {
    state = Mutex(State(generator: SeededGenerator(seed: seed)))
    self.limits = limits
    self.start = start
  }

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.ready.append(job) }
  }

  /// How many steps have run.
  public var jobs: Int { state.withLock { $0.jobs } }
}
