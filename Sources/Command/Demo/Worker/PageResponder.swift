import DynamoDB
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import TableTheory

/// Answers `GET /PAGE`: the decision is the regenerator's, the page is rendered here if it has to be.
struct PageResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  let site: Site
  let bodies: SiteBodies
  let regenerator: Regenerator
  let worker: Worker

  func respond(to request: Request, context: Context) async throws -> Response {
    guard request.method == .get || request.method == .head else {
      return text(.methodNotAllowed, "This site takes GET and HEAD only.\n")
    }
    switch request.uri.path {
    case "/": return await answer("index", request)
    case "/style.css": return try styleSheet()
    case let path:
      let name = String(path.dropFirst())
      // A page that does not exist must not make rows: nothing but the site's own names reaches the table.
      guard site.contains(name) else { return text(.notFound, "There is no page \(name.prefix(100)) here.\n") }
      return await answer(name, request)
    }
  }

  private func answer(_ name: String, _ request: Request) async -> Response {
    do {
      let page = try await regenerator.entry(for: CacheKey(name)) { lease in try await render(name, under: lease) }
      if case .unpublished(let error) = page.source, let fence = page.entry.fence {
        worker.tell(.refused(page: name, fence: fence, reason: "\(error)"))
      } else if page.source == .rendered, let fence = page.entry.fence {
        worker.tell(.published(page: name, fence: fence))
      }
      return try await response(to: request, page)
    } catch {
      return text(.serviceUnavailable, "\(error)\n")
    }
  }

  private func render(_ name: String, under lease: Lease) async throws -> Publication {
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
    let body = try await bodies.store(html, page: name, fence: lease.fence)
    worker.tell(.renderFinished(page: name, fence: lease.fence))
    return Publication(
      objectKey: body.name, revalidateAfter: configuration.revalidateAfter,
      retention: configuration.revalidateAfter + .seconds(7 * 24 * 3600), generatedAt: generatedAt, etag: body.etag,
      status: 200, contentType: "text/html; charset=utf-8", renderTime: worker.time.uptime - start)
  }

  private func response(to request: Request, _ page: Page) async throws -> Response {
    var headers: HTTPFields = [
      .contentType: page.entry.contentType ?? "text/html; charset=utf-8",
      .cacheControl: "no-cache",
      .xCache: page.source.name.rawValue,
      .xGeneration: String(page.entry.fence ?? 0),
      .xWorker: String(worker.configuration.number),
    ]
    headers[.eTag] = page.entry.etag
    if let etag = page.entry.etag, request.headers[.ifNoneMatch] == etag {
      return Response(status: .notModified, headers: headers)
    }
    let body = try await bodies.body(named: page.entry.objectKey)
    return Response(
      status: .ok, headers: headers,
      body: request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: body))
  }

  private func styleSheet() throws -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "no-cache"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: try site.style())))
  }

  private func text(_ status: HTTPResponse.Status, _ message: String) -> Response {
    Response(
      status: status, headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: message)))
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
