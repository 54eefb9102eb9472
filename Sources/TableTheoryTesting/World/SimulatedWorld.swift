import DynamoDB
public import EmbeddedDynamoDB

/// One history's world: a table in memory, a network that fails as the seed says, workers with clocks of their own, and
/// a ledger of all that happened.
///
///     let world = SimulatedWorld(seed: 7)
///     try world.run {
///       try await CacheTable("pages", on: world.engine, time: world.scheduler).createIfMissing()
///       let worker = world.worker("a")
///       let pages = CacheTable("pages", on: worker.client, time: worker)
///       ...
///     }
public final class SimulatedWorld: Sendable {
  /// What plays it again.
  public let seed: UInt64
  /// Decides who runs next, and what time it is.
  public let scheduler: SeededScheduler
  /// All that happened.
  public let ledger: Ledger
  /// What goes wrong how often.
  public let plan: FaultPlan
  let table: SimulatedTable

  /// The table itself, where nothing fails and nothing is written down: for setting it up.
  public var engine: EmbeddedDynamoDB { table.engine }

  /// A world in which nothing has happened yet.
  public init(
    seed: UInt64, faults plan: FaultPlan = FaultPlan(), limits: SeededScheduler.Limits = .init(jobs: 100_000)
  ) {
    self.seed = seed
    self.plan = plan
    scheduler = SeededScheduler(seed: seed, limits: limits)
    ledger = Ledger(scheduler)
    table = SimulatedTable(scheduler, ledger, plan, SeededGenerator(seed: seed, label: "table"))
  }

  /// Plays the history; see ``SeededScheduler/run(_:)``.
  ///
  /// - Throws: what `body` throws, or ``SimulationFailure``.
  public func run<Success: Sendable>(_ body: @escaping @Sendable () async throws -> Success) throws -> Success {
    try scheduler.run(body)
  }

  /// A worker: a name, clocks, and a client on which faults are drawn.
  ///
  /// - Parameters:
  ///   - name: names the sequence of its faults too, so that a restarted worker wants another one.
  ///   - clockOffset: by how much its clock is ahead.
  ///   - driftPartsPerMillion: by how much its clock runs fast.
  ///   - faults: what goes wrong for it, where that is not the world's plan.
  ///   - mutation: what is wrong about its protocol.
  public func worker(
    _ name: String, clockOffset: Duration = .zero, driftPartsPerMillion: Int = 0, faults: FaultPlan? = nil,
    mutation: Mutation = Mutation()
  ) -> SimulatedWorker {
    SimulatedWorker(
      name, in: self,
      clock: WorkerClock(scheduler, offset: clockOffset, driftPartsPerMillion: driftPartsPerMillion),
      plan: faults ?? plan, mutation: mutation)
  }

  /// A sequence of its own for what the scenario draws.
  public func generator(_ label: String) -> SeededGenerator { SeededGenerator(seed: seed, label: label) }

  /// Lets late copies and the TTL do what is due by now, as every request does before it is carried out.
  public func settle() async { await table.settle() }
}
