import AWSDynamoDB
import AsyncHTTPClient
import DynamoDB
import Logging

/// A run once the endpoint is there: starts the workers, opens the doors, counts.
struct Stage: Sendable {
  let run: DemoRun
  let site: Site
  let directory: DemoDirectory
  let stored: StoredPages
  let recorder: Recorder
  let fleet: Fleet
  let http: HTTPClient
  let logger: Logger

  private var options: DemoOptions { run.options }
  private var time: any TimeSource { run.time }

  func perform(endpointPort: Int) async throws -> RunReport {
    let endpoint = try Endpoint("http://127.0.0.1:\(endpointPort)")
    let killSwitch = KillSwitch()
    let workers = (1...options.workers).map { number in
      WorkerProcess(
        configuration: .init(
          number: number, endpoint: endpoint, table: DemoRun.table, site: site.directory, bodies: directory.bodies,
          leaseDuration: options.leaseDuration, revalidateAfter: options.revalidateAfter,
          renderDelay: options.renderDelay),
        fleet: fleet, recorder: recorder, killSwitch: killSwitch, time: time)
    }
    let visitor = Visitor(http: http, fleet: fleet, recorder: recorder, time: time, patience: options.patience)
    return try await withService { ready in
      try await Fleet.run(workers, time: time) { ready(()) }
    } _: { _ in
      try await withService { ready in
        try await Front(visitor: visitor, site: site, port: options.port, logger: logger).run(onListening: ready)
      } _: { port in
        await show(visitor, killSwitch, address: "http://127.0.0.1:\(port)/")
      }
    }
  }

  /// Lets the visitors in, and shows what happens until the last of them has gone.
  private func show(_ visitor: Visitor, _ killSwitch: KillSwitch, address: String) async -> RunReport {
    let start = time.uptime
    let schedule = Schedule(options.amount, rate: options.rate, start: start)
    run.interruption.handle { schedule.stop() }
    let load = Load(
      visitor: visitor, schedule: schedule, pages: site.pages, clients: options.clients, seed: options.seed,
      time: time, goesOn: { goesOn(schedule, killSwitch, since: start) })
    let display = Display(terminal: run.terminal, time: time) { perSecond in
      scene(schedule, address: address, start: start, perSecond: perSecond)
    }
    let elapsed = await withTaskGroup(of: Duration?.self) { group in
      group.addTask {
        await load.run()
        return time.uptime - start
      }
      group.addTask {
        await display.run()
        return nil
      }
      if options.killsWorker {
        group.addTask {
          while schedule.progress(at: time.uptime) < 1 / 3, !schedule.isStopped {
            do { try await time.sleep(for: .milliseconds(10)) } catch { break }
          }
          killSwitch.arm()
          return nil
        }
      }
      var elapsed = Duration.zero
      for await result in group {
        guard let result else { continue }
        elapsed = result
        group.cancelAll()
      }
      return elapsed
    }
    return RunReport(
      recorder.snapshot, elapsed: elapsed, workers: options.workers, generationsBefore: stored.generations,
      wantsTakeover: options.killsWorker, interruptedBy: run.interruption.signal)
  }

  /// A run that kills a worker is over when its page has been taken over, or when that takes far too long.
  private func goesOn(_ schedule: Schedule, _ killSwitch: KillSwitch, since start: Duration) -> Bool {
    guard options.killsWorker else { return false }
    let isDone = killSwitch.hasFired && !recorder.record { $0.deaths.isEmpty || $0.awaitsTakeover }
    return !isDone && schedule.overtime(at: time.uptime) < options.patience
  }

  private func scene(_ schedule: Schedule, address: String, start: Duration, perSecond: Int) -> Scene {
    let (now, uptime) = (time.now, time.uptime)
    let members = fleet.members
    let progress = schedule.progress(at: uptime)
    let remaining = schedule.remaining(at: uptime)
    return recorder.record { history in
      let violations = history.violations
      let dead = Set(history.deaths.keys)
      let pages = site.pages.compactMap { history.pages[$0.name] }
      let rendering = pages.reduce(into: [Int: String]()) { rendering, page in
        if let worker = page.open?.worker { rendering[worker] = page.page }
      }
      let duplicates = violations.count { $0.isDuplicateRender }
      return Scene(
        title: title, address: address, progress: progress, elapsed: uptime - start, remaining: remaining,
        isOvertime: progress >= 1 && options.killsWorker, isStopping: schedule.isStopped,
        pages: pages.map {
          Scene.PageLine($0, at: now, revalidateAfter: options.revalidateAfter, dead: dead)
        },
        workers: members.map {
          Scene.WorkerLine(member: $0, renders: history.renders(by: $0.number), page: rendering[$0.number])
        },
        requests: history.requests, requestsPerSecond: perSecond, hits: history.responses[.fresh] ?? 0,
        stale: history.responses[.stale] ?? 0, p50: history.latencies.quantile(0.5, ofLast: 2000),
        p99: history.latencies.quantile(0.99, ofLast: 2000), renders: history.renders, duplicateRenders: duplicates,
        olderAfterNewer: violations.count - duplicates, refusedPublications: history.refusedPublications,
        takeovers: history.takeovers, notes: history.notes)
    }
  }

  private var title: String {
    "\(options.workers) workers, pages fresh for \(options.revalidateAfter.short), "
      + "a render takes \(options.renderDelay.short), a lease \(options.leaseDuration.short)"
  }
}
