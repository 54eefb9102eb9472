import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// A worker's process: what a program does with the library.
///
/// Each ``LeaseWay`` is a method, and a line in ``round(_:_:)``.
struct LeaseProcess: PageProcess {
  let worker: SimulatedWorker
  let settings: LeaseSettings
  let pages: CacheTable
  let mutant: LeaseMutant?

  var conditions: any PlayedConditions { settings }

  init(_ worker: SimulatedWorker, _ settings: LeaseSettings, _ mutant: LeaseMutant?) {
    self.worker = worker
    self.settings = settings
    self.mutant = mutant
    let jitter = SeededJitter(worker.world.generator("jitter of \(worker.name)"))
    pages = CacheTable(
      LeaseScenario.table, on: worker.client,
      leases: .init(
        owner: worker.name, clockSkew: settings.margin, expiredRowsKept: LeaseSettings.rowsKept,
        polling: Polling(shortestPause: .milliseconds(200), jitter: { jitter.next() })),
      time: worker, tokens: mutant?.tokens(worker.name) ?? NamedTokens(worker.name))
  }

  /// Waits a little, and does something about a page.
  func round(_ number: Int, _ generator: inout SeededGenerator) async {
    await pause(&generator, upTo: .milliseconds(1500))
    let key = LeaseScenario.keys[generator.index(below: settings.keys)]
    guard let way = settings.way(&generator) else { return }
    switch way {
    case .byHand: await stepByStep(key, &generator)
    case .work: await work(on: key, &generator)
    case .queue: await queue(for: key, &generator)
    case .pages: await visit(key, &generator)
    }
    if way != .byHand, !worker.isCrashed { worker.note(WorkNote.quiet(underWay: worker.underWay)) }
  }

  /// Asks for the page's lease, and works under it if it is to be had.
  private func stepByStep(_ key: CacheKey, _ generator: inout SeededGenerator) async {
    guard let lease = await acquire(key, &generator) else { return }
    guard let lease = await render(lease, &generator) else { return }
    switch generator.index(below: 10) {
    case 0: break
    case 1, 2: await release(lease)
    default: await publish(lease, &generator)
    }
  }

  /// When, by the right time, the holder has to stop.
  func end(of lease: Lease) -> Duration {
    if mutant == .countedFromAnswer { return worker.world.scheduler.uptime + settings.duration }
    return worker.clock.scheduled(lease.deadline)
  }

  /// Lets time pass, longer than the lease at times, and renews it now and then.
  private func render(_ lease: Lease, _ generator: inout SeededGenerator) async -> Lease? {
    var lease = lease
    for _ in 0..<generator.index(below: 3) {
      await pause(&generator, upTo: settings.duration)
      guard let renewed = await renew(lease) else { return nil }
      lease = renewed
    }
    await pause(&generator, upTo: settings.duration * (generator.chance(perMille: 200) ? 2 : 1) / 2)
    return worker.isCrashed ? nil : lease
  }

  private func renew(_ lease: Lease) async -> Lease? {
    let since = worker.world.scheduler.uptime
    let asked = worker.now
    do throws(LeaseError) {
      let renewed = try await pages.leases.renew(lease, for: settings.duration)
      worker.note(LeaseNote.renewed(renewed, term: term(of: renewed, asked: asked)))
      return renewed
    } catch .lost {
      worker.note(LeaseNote.lost(lease, since: since, asked: asked))
      return nil
    } catch {
      worker.note(LeaseNote.unknown(lease, "renewal"))
      return lease
    }
  }

  func publish(_ lease: Lease, _ generator: inout SeededGenerator) async {
    let object = "\(lease.token).html"
    let publication = Publication(objectKey: object, revalidateAfter: settings.freshFor)
    let lateness: CacheTable.Lateness = generator.chance(perMille: 500) ? .refused : .acceptedIfUnchallenged
    let isRepeated = generator.chance(perMille: 200)
    for attempt in 0..<2 where !worker.isCrashed {
      let since = worker.world.scheduler.uptime
      let asked = worker.now
      worker.note(LeaseNote.publishing(lease))
      do throws(PublishError) {
        try await pages.publish(publication, holding: lease, lateness: lateness)
        worker.note(LeaseNote.published(lease, object: object))
        // Publishing twice and giving back what is over are mistakes that must do no harm.
        if !isRepeated { return }
        if attempt > 0 { await release(lease) }
      } catch {
        switch error {
        case .lost where attempt == 0:
          worker.note(LeaseNote.notPublished(lease, error))
          worker.note(LeaseNote.lost(lease, since: since, asked: asked))
          return
        case .outcomeUnknown: worker.note(LeaseNote.unknown(lease, "publication"))
        case .unavailable where worker.isCrashed: return
        case .lost, .stale, .guardFailed, .requestLost, .requestNotCompleted, .throttled, .invalid, .unavailable:
          // Of a second call, whatever it says, the first may have published.
          if attempt == 0 { worker.note(LeaseNote.notPublished(lease, error)) }
        }
      }
      await pause(&generator, upTo: .milliseconds(300))
    }
  }
}
