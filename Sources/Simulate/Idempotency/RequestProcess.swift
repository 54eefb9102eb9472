import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// A worker's process: what a program does with idempotent requests.
///
/// Each ``RequestWay`` is a method, and a line in ``round(_:_:)``.
struct RequestProcess: PlayedProcess {
  let worker: SimulatedWorker
  let settings: RequestSettings
  let requests: IdempotencyStore
  let pages: CacheTable
  let regenerator: Regenerator

  init(_ worker: SimulatedWorker, _ settings: RequestSettings) {
    self.worker = worker
    self.settings = settings
    let jitter = SeededJitter(worker.world.generator("jitter of \(worker.name)"))
    let polling = Polling(shortestPause: .milliseconds(200), longestPause: .seconds(1), jitter: { jitter.next() })
    let tokens = NamedTokens(worker.name)
    requests = IdempotencyStore(
      table: RequestScenario.table, on: worker.client,
      configuration: .init(
        inProgressFor: settings.duration, retainFor: settings.retention, clockSkew: settings.margin,
        look: settings.look, polling: polling, rememberedResults: settings.remembers ? 100 : 0,
        rememberedFor: RequestSettings.rememberedFor),
      time: worker, tokens: tokens)
    pages = CacheTable(
      RequestScenario.table, on: worker.client, layout: settings.layout,
      leases: .init(
        owner: worker.name, clockSkew: settings.margin, expiredRowsKept: LeaseSettings.rowsKept, polling: polling),
      time: worker, tokens: tokens)
    regenerator = Regenerator(
      pages,
      configuration: .init(
        leaseDuration: settings.duration, retry: RetryAfterFailure(first: .milliseconds(500), longest: .seconds(2)),
        waitingUpTo: .seconds(3), polling: polling))
  }

  func round(_ number: Int, _ generator: inout SeededGenerator) async {
    await pause(&generator, upTo: .milliseconds(1500))
    let key = RequestScenario.keys[generator.index(below: settings.keys)]
    guard !worker.isCrashed, let way = settings.way(&generator) else { return }
    switch way {
    case .perform: await perform(RequestJob(self, key, .outside, &generator), &generator)
    case .together: await perform(RequestJob(self, key, .together, &generator), &generator)
    case .steps: await takeSteps(RequestJob(self, key, .outside, isKept: false, &generator), &generator)
    case .batch: await performBatch(&generator)
    case .pages: await revalidate(&generator)
    }
    if !worker.isCrashed { worker.note(WorkNote.quiet(underWay: worker.underWay)) }
  }

  /// How long a call waits where somebody is at it.
  func waiting(_ generator: inout SeededGenerator) -> Duration {
    generator.chance(perMille: 500) ? .zero : generator.duration(from: .milliseconds(200), to: settings.duration * 2)
  }

  /// How long a caller has patience, if he has not all the time.
  func patience(_ generator: inout SeededGenerator) -> Duration? {
    generator.chance(perMille: 150) ? generator.duration(from: .zero, to: settings.duration * 2) : nil
  }

  func tell(
    _ key: IdempotencyKey, _ outcome: RequestNote.Outcome, _ call: RequestNote.Call, _ seen: SeenRun, _ caller: Caller
  ) {
    guard !worker.isCrashed else { return }
    var call = call
    call.run = seen.last
    call.runs = seen.count
    call.hasGone = caller.hasGone
    worker.note(RequestNote.told(key, outcome, call))
  }

  func call(_ payload: IdempotencyPayload, waiting: Duration) -> RequestNote.Call {
    RequestNote.Call(
      payload: payload, runs: 0, start: worker.world.scheduler.uptime, asked: worker.now, waiting: waiting,
      hasGone: false)
  }
}
