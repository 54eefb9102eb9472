public import DynamoDB
import Synchronization

/// A worker as the code under test knows it: its clocks (it is a `TimeSource`) and its client.
///
/// A worker that has crashed sends nothing any more and sleeps no more: its code ends by errors, without having touched
/// the table. Whoever plays it makes a new one, which is the restarted process.
public final class SimulatedWorker: TimeSource {
  /// Names its sequence of faults.
  public let name: String
  /// Where it works.
  public let world: SimulatedWorld
  /// Its clocks.
  public let clock: WorkerClock
  let plan: FaultPlan
  let mutation: Mutation
  private let state: Mutex<State>

  private struct State {
    var isCrashed = false
    var frozenUntil = Duration.zero
    var underWay = 0
    var generator: SeededGenerator
  }

  init(_ name: String, in world: SimulatedWorld, clock: WorkerClock, plan: FaultPlan, mutation: Mutation) {
    self.name = name
    self.world = world
    self.clock = clock
    self.plan = plan
    self.mutation = mutation
    state = Mutex(State(generator: world.generator("faults of \(name)")))
  }

  /// The door to the table for the code that this worker runs.
  public var client: FaultyClient { FaultyClient(self) }

  /// Whether it sends nothing any more.
  public var isCrashed: Bool { state.withLock { $0.isCrashed } }

  public var now: Timestamp { clock.now }
  public var uptime: Duration { clock.uptime }

  /// How many of its requests and sleeps are under way: none when all that it was asked to do is over. What is left then
  /// is a task that has outlived its scope.
  public var underWay: Int { state.withLock { $0.underWay } }

  func begin() { state.withLock { $0.underWay += 1 } }
  func end() { state.withLock { $0.underWay -= 1 } }

  public func sleep(for duration: Duration) async throws {
    begin()
    defer { end() }
    if isCrashed { throw CancellationError() }
    try await clock.sleep(for: duration)
    try await thaw()
  }

  /// Ends the worker now, as a crash does.
  public func crash() { state.withLock { $0.isCrashed = true } }

  /// Stops the worker for so long: whatever it would do waits until then.
  public func freeze(for duration: Duration) {
    let end = world.scheduler.uptime + duration
    state.withLock { $0.frozenUntil = max($0.frozenUntil, end) }
  }

  /// Writes down what the code under test says.
  public func note(_ note: any HistoryNote) { world.ledger.note(note, by: name) }

  /// Waits while the worker is frozen.
  ///
  /// - Throws: `CancellationError` where it has crashed.
  func thaw() async throws {
    while true {
      let (isCrashed, end) = state.withLock { ($0.isCrashed, $0.frozenUntil) }
      if isCrashed { throw CancellationError() }
      guard end > world.scheduler.uptime else { return }
      await world.scheduler.pass(until: end)
    }
  }

  func draw<Value>(_ body: (inout SeededGenerator) -> Value) -> Value {
    state.withLock { body(&$0.generator) }
  }
}
