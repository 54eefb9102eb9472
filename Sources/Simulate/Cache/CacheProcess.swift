import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// A worker's process: what a program does with the cache.
///
/// Each ``CacheWay`` is a method, and a line in ``round(_:_:)``.
struct CacheProcess: PageProcess {
  let worker: SimulatedWorker
  let settings: CacheSettings
  let pages: CacheTable
  let bodies: BodyDoor
  let regenerator: Regenerator
  let waiting: Duration
  let refreshes = BackgroundRefreshes(concurrency: 2)
  /// What its renders draw.
  let draws: SeededJitter

  var conditions: any PlayedConditions { settings }

  init(_ worker: SimulatedWorker, _ settings: CacheSettings, _ bodies: MemoryBodyStore, _ mutant: CacheMutant?) {
    self.worker = worker
    self.settings = settings
    self.bodies = BodyDoor(worker, to: bodies, forgets: mutant == .bodiesAreForgotten)
    let jitter = SeededJitter(worker.world.generator("jitter of \(worker.name)"))
    draws = SeededJitter(worker.world.generator("renders of \(worker.name)"))
    pages = CacheTable(
      CacheScenario.table, on: worker.client, layout: settings.layout,
      configuration: .init(negativeRevalidateAfter: .seconds(1), tagsCachedFor: settings.tagsCachedFor),
      leases: .init(
        owner: worker.name, clockSkew: settings.margin, expiredRowsKept: CacheSettings.rowsKept,
        polling: Polling(shortestPause: .milliseconds(200), jitter: { jitter.next() })),
      time: worker, tokens: NamedTokens(worker.name))
    var generator = worker.world.generator("regenerator of \(worker.name)")
    waiting = generator.duration(from: .milliseconds(500), to: .seconds(4))
    regenerator = Regenerator(
      pages,
      configuration: .init(
        leaseDuration: settings.duration, contention: generator.pick([.serveStale, .wait]),
        failedRender: generator.pick([.serveStale, .throwError]),
        retry: RetryAfterFailure(first: .milliseconds(500), longest: .seconds(2)), waitingUpTo: waiting,
        polling: Polling(
          shortestPause: .milliseconds(300), longestPause: .seconds(1), jitter: { jitter.next() }),
        coalescingWindow: settings.coalescingWindow, lastKnownFor: CacheSettings.lastKnownFor,
        earlyRefresh: settings.refreshesEarly ? EarlyRefresh(eagerness: 1, chance: { 1 - jitter.next() }) : .none,
        lateness: generator.pick([.refused, .acceptedIfUnchallenged])))
  }

  func round(_ number: Int, _ generator: inout SeededGenerator) async {
    if number == 2, settings.comesBack {
      try? await worker.sleep(for: max(.zero, CacheSettings.comeback - worker.world.scheduler.uptime))
    }
    await pause(&generator, upTo: .milliseconds(1500))
    let key = CacheScenario.keys[generator.index(below: settings.keys)]
    guard !worker.isCrashed, let way = settings.way(in: number, &generator) else { return }
    switch way {
    case .visits: await visit(key, &generator)
    case .invalidations: await invalidate(key, &generator)
    case .versions: await changeVersions(of: key, &generator)
    case .sweep: await sweep(&generator)
    }
    if !worker.isCrashed { worker.note(WorkNote.quiet(underWay: worker.underWay)) }
  }
}
