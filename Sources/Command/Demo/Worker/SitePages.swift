import DynamoDB
import FoundationEssentials
import HTTPTypes
import PageMiddleware
import TableTheory

/// The site's pages as the middleware wants them: which one a path is, and how it is rendered.
struct SitePages: Sendable {
  let site: Site
  let worker: Worker

  /// A page that does not exist must not make rows: nothing but the site's own names reaches the table.
  func page(at path: String) -> PageRoute? {
    let name = path == "/" ? "index" : String(path.dropFirst())
    guard site.contains(name) else { return nil }
    return PageRoute(key: CacheKey(name), label: name) { lease in try await render(name, under: lease) }
  }

  /// Tells what became of the page, and says it in headers, from which the visitors take it.
  func answering(_ name: String, with page: Page, _ headers: inout HTTPFields) {
    if case .unpublished(let error) = page.source, let fence = page.entry.fence {
      worker.tell(.refused(page: name, fence: fence, reason: "\(error)"))
    } else if page.source == .rendered, let fence = page.entry.fence {
      worker.tell(.published(page: name, fence: fence))
    }
    headers[.xCache] = page.source.name.rawValue
    headers[.xGeneration] = String(page.entry.fence ?? 0)
    headers[.xWorker] = String(worker.configuration.number)
  }

  private func render(_ name: String, under lease: Lease) async throws -> RenderedPage {
    let configuration = worker.configuration
    let start = worker.time.uptime
    worker.tell(.renderStarted(page: name, fence: lease.fence, at: worker.time.now.milliseconds))
    try await worker.time.sleep(for: configuration.renderDelay)
    let now = worker.time.now
    // The row has whole seconds: what the page says about itself is what the table says.
    let generatedAt = Timestamp(seconds: now.secondsRoundedDown)
    let html = try site.render(
      name,
      stamp: RenderStamp(
        generation: lease.fence, worker: configuration.number, madeAt: now.clockTime,
        freshUntil: (generatedAt + configuration.revalidateAfter).clockTime,
        renderTime: (worker.time.uptime - start).short))
    return RenderedPage(
      Array(html.utf8), revalidateAfter: configuration.revalidateAfter,
      retention: configuration.revalidateAfter + .seconds(7 * 24 * 3600), generatedAt: generatedAt)
  }
}

extension Page.Source {
  fileprivate var name: RunHistory.Response.Source {
    switch self {
    case .fresh: .fresh
    case .stale, .staleUnavailable, .staleRefreshing, .staleAfterFailure, .lastKnown: .stale
    case .renderedElsewhere: .waited
    case .rendered: .rendered
    case .unpublished: .unpublished
    }
  }
}

extension Timestamp {
  /// `22:14:05 UTC`
  fileprivate var clockTime: String {
    let seconds = secondsRoundedDown % 86_400
    return [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
      .joined(separator: ":") + " UTC"
  }
}
