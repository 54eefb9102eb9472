import DynamoDB
import MutableTableTheory
import Synchronization
import TableTheoryTesting

/// One call for a page, and what becomes of it.
struct PageVisit: Sendable {
  private struct RenderFailed: Error {}

  private let process: LeaseProcess
  private let configuration: Regenerator.Configuration
  private let delay: Duration
  private let length: Duration
  private let fails: Bool

  private var worker: SimulatedWorker { process.worker }

  init(_ process: LeaseProcess, _ configuration: Regenerator.Configuration, _ generator: inout SeededGenerator) {
    self.process = process
    self.configuration = configuration
    delay = generator.duration(from: .zero, to: .milliseconds(500))
    length = generator.duration(
      from: .zero, to: process.settings.duration * (generator.chance(perMille: 800) ? 1 : 3) / 2)
    fails = generator.chance(perMille: 100)
  }

  func run(on key: CacheKey, calledBy caller: LeaseCaller) async {
    try? await worker.sleep(for: delay)
    guard !worker.isCrashed else { return }
    let start = worker.world.scheduler.uptime
    let seen = SeenRender()
    do {
      let page = try await Regenerator(process.pages, configuration: configuration).entry(for: key) { lease in
        try await render(under: lease, seen)
      }
      guard !worker.isCrashed else { return }
      worker.note(
        PageNote.served(
          page,
          PageNote.Call(
            render: seen.render, now: worker.now, start: start, waiting: configuration.waitingUpTo,
            hasGone: caller.hasGone)))
    } catch {
      if !worker.isCrashed { worker.note(PageNote.notServed(key, seen.render, "\(error)")) }
    }
  }

  private func render(under lease: Lease, _ seen: SeenRender) async throws -> Publication {
    let start = worker.world.scheduler.uptime
    seen.set(PageNote.Render(lease: lease, start: start))
    worker.note(PageNote.renders(lease, until: process.end(of: lease), now: worker.now))
    do {
      try await worker.sleep(for: length)
      if fails { throw RenderFailed() }
    } catch {
      if !worker.isCrashed { worker.note(PageNote.gaveUp(lease)) }
      throw error
    }
    let object = "\(lease.token).html"
    let end = worker.world.scheduler.uptime
    seen.set(PageNote.Render(lease: lease, start: start, object: object, end: end, until: process.end(of: lease)))
    worker.note(PageNote.rendered(lease, object: object))
    return Publication(objectKey: object, revalidateAfter: process.settings.freshFor)
  }
}

/// What a call's render came to.
private final class SeenRender: Sendable {
  private let state = Mutex<PageNote.Render?>(nil)

  var render: PageNote.Render? { state.withLock { $0 } }

  func set(_ render: PageNote.Render) { state.withLock { $0 = render } }
}
