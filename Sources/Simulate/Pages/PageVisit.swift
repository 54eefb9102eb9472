import DynamoDB
import MutableTableTheory
import Synchronization
import TableTheoryTesting

/// One call for a page, and what becomes of it.
struct PageVisit<Process: PageProcess>: Sendable {
  /// Makes the page: stores its body, and says what to publish.
  typealias Make = @Sendable (Lease) async throws -> Publication

  private let process: Process
  private let regenerator: Regenerator
  private let waiting: Duration
  private let refreshes: BackgroundRefreshes?
  private let make: Make
  private let delay: Duration
  private let length: Duration
  private let fails: Bool

  private var worker: SimulatedWorker { process.worker }

  /// - Parameters:
  ///   - refreshes: takes pages that may be served meanwhile, to be made anew later.
  ///   - spread: how long after the others of its process it begins at most.
  init(
    _ process: Process, _ regenerator: Regenerator, waiting: Duration,
    refreshingIn refreshes: BackgroundRefreshes? = nil,
    spread: Duration = .milliseconds(500), _ generator: inout SeededGenerator, make: @escaping Make
  ) {
    self.process = process
    self.regenerator = regenerator
    self.waiting = waiting
    self.refreshes = refreshes
    self.make = make
    delay = generator.duration(from: .zero, to: spread)
    length = generator.duration(
      from: .zero, to: process.conditions.duration * (generator.chance(perMille: 800) ? 1 : 3) / 2)
    fails = generator.chance(perMille: 100)
  }

  /// - Returns: What was served, if anything was.
  @discardableResult
  func run(on key: CacheKey, calledBy caller: Caller) async -> Page? {
    try? await worker.sleep(for: delay)
    guard !worker.isCrashed else { return nil }
    let start = worker.world.scheduler.uptime
    let seen = SeenRender()
    do {
      let page = try await page(key, seen)
      guard !worker.isCrashed else { return nil }
      // Another task may have begun what was left to it already.
      let render = page.source == .staleRefreshing ? nil : seen.render
      worker.note(
        PageNote.served(
          page,
          PageNote.Call(
            render: render, now: worker.now, start: start, waiting: waiting, hasGone: caller.hasGone)))
      return page
    } catch {
      guard !worker.isCrashed else { return nil }
      worker.note(
        PageNote.notServed(
          key, seen.render, error, isTyped: Self.isTyped(error) || caller.hasGone && error is CancellationError))
      return nil
    }
  }

  private func page(_ key: CacheKey, _ seen: SeenRender) async throws -> Page {
    guard let refreshes else {
      return try await regenerator.entry(for: key) { lease in try await render(under: lease, seen) }
    }
    return try await regenerator.entry(for: key, refreshingIn: refreshes) { lease in
      try await render(under: lease, seen)
    }
  }

  /// Whether a caller knows what to do about the error: the library's own, and the render's.
  private static func isTyped(_ error: any Error) -> Bool {
    error is RegenerationError || error is RenderFailed || error is BodyStoreError
  }

  private func render(under lease: Lease, _ seen: SeenRender) async throws -> Publication {
    let start = worker.world.scheduler.uptime
    seen.set(PageNote.Render(lease: lease, start: start))
    worker.note(PageNote.renders(lease, until: process.end(of: lease), now: worker.now))
    let publication: Publication
    do {
      try await worker.sleep(for: length)
      if fails { throw RenderFailed() }
      publication = try await make(lease)
    } catch {
      if !worker.isCrashed { worker.note(PageNote.gaveUp(lease)) }
      throw error
    }
    let object = publication.objectKey
    let end = worker.world.scheduler.uptime
    seen.set(PageNote.Render(lease: lease, start: start, object: object, end: end, until: process.end(of: lease)))
    worker.note(PageNote.rendered(lease, object: object))
    return publication
  }
}

/// A render that came to nothing.
struct RenderFailed: Error {}

/// What a call's render came to.
private final class SeenRender: Sendable {
  private let state = Mutex<PageNote.Render?>(nil)

  var render: PageNote.Render? { state.withLock { $0 } }

  func set(_ render: PageNote.Render) { state.withLock { $0 = render } }
}
