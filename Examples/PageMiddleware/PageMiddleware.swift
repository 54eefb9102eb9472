public import DynamoDB
public import HTTPTypes
public import Hummingbird
public import TableTheory

/// Serves pages from the cache, and has them made where they are not there or no longer fresh.
///
///     let pages = PageMiddleware(table, regenerator: regenerator, bodies: bodies) { request, context in
///       let page = PageRequest(method: request.method, target: request.uri.string, headers: request.headers)
///       return try? PageRoute(policy, for: page, label: "products") { lease in
///         RenderedPage(try await render(request.uri), revalidateAfter: .seconds(60))
///       }
///     }
///     router.add(middleware: pages)
///
/// What it says to browsers and other caches is `HTTPCaching`'s: tags and 304, `Age`, `Cache-Control`, `Vary`. A request that
/// is for none of the pages, or that is neither GET nor HEAD, goes on to the next handler.
///
/// A hit costs a read of the row and of the body, a 304 or a HEAD the row alone.
public struct PageMiddleware<Context: RequestContext, Bodies: BodyStore>: RouterMiddleware {
  /// Which page a request is for; `nil` for none.
  public typealias Route = @Sendable (Request, Context) async throws -> PageRoute?
  /// Told of each page that is answered with; it may add headers.
  public typealias Answering = @Sendable (PageRoute, Page, inout HTTPFields) -> Void

  private let pages: CacheTable
  private let regenerator: Regenerator
  private let bodies: Bodies
  private let refreshes: BackgroundRefreshes?
  private let time: any TimeSource
  private let answering: Answering
  private let route: Route

  /// - Parameters:
  ///   - pages: the regenerator's table.
  ///   - refreshes: makes stale pages anew while they are served, if there is one: a service of yours runs it. Without it, the
  ///     request that finds a page stale and gets its lease makes it, and waits for that.
  ///   - route: which page a request is for. It is asked before anything else, and must be quick.
  public init(
    _ pages: CacheTable, regenerator: Regenerator, bodies: Bodies, refreshingIn refreshes: BackgroundRefreshes? = nil,
    time: any TimeSource = .system, answering: @escaping Answering = { _, _, _ in }, route: @escaping Route
  ) {
    self.pages = pages
    self.regenerator = regenerator
    self.bodies = bodies
    self.refreshes = refreshes
    self.time = time
    self.answering = answering
    self.route = route
  }

  public func handle(
    _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard request.method == .get || request.method == .head, let route = try await route(request, context) else {
      return try await next(request, context)
    }
    do {
      return try await answer(request, route)
    } catch is RegenerationError {
      throw Self.unavailable
    } catch is BodyStoreError {
      throw Self.unavailable
    } catch is DynamoDBError {
      throw Self.unavailable
    }
  }

  private static var unavailable: HTTPError {
    HTTPError(
      .serviceUnavailable, headers: [.cacheControl: "no-store", .retryAfter: "1"],
      message: "The page cannot be had just now.")
  }

  private func answer(_ request: Request, _ route: PageRoute) async throws -> Response {
    var page = try await page(route, refreshingIn: refreshes)
    if let answer = answer(request, route, page), answer.needsNoBody { return response(answer, nil, route, page) }
    let body: [UInt8]
    do throws(BodyStoreError) {
      body = try await bodies.get(BodyName(page.entry.objectKey))
    } catch .missing, .corrupt {
      // The row names what is not there: it is wrong, and the page is made anew.
      _ = try await pages.invalidate(route.key, .hard)
      page = try await self.page(route, refreshingIn: nil)
      body = try await bodies.get(BodyName(page.entry.objectKey))
    }
    guard let answer = answer(request, route, page, bodyLength: body.count) else { throw Self.unavailable }
    return response(answer, answer.sendsBody ? body : nil, route, page)
  }

  private func answer(_ request: Request, _ route: PageRoute, _ page: Page, bodyLength: Int? = nil) -> HTTPAnswer? {
    let now = time.now
    let cached = CachedResponse(
      page, at: now, bodyLength: bodyLength, staleWhileRevalidate: route.staleWhileRevalidate,
      staleIfError: route.staleIfError)
    return route.caching.answer(to: request.method, request.headers, with: cached, at: now)
  }

  private func response(_ answer: HTTPAnswer, _ body: [UInt8]?, _ route: PageRoute, _ page: Page) -> Response {
    var answer = answer
    answering(route, page, &answer.headers)
    return Response(answer, body: body)
  }

  private func page(_ route: PageRoute, refreshingIn refreshes: BackgroundRefreshes?) async throws -> Page {
    guard let refreshes else {
      return try await regenerator.entry(for: route.key) { lease in try await publication(route, under: lease) }
    }
    return try await regenerator.entry(for: route.key, refreshingIn: refreshes) { lease in
      try await publication(route, under: lease)
    }
  }

  /// Makes the page and stores its body, under the lease's own name.
  private func publication(_ route: PageRoute, under lease: Lease) async throws -> Publication {
    let rendered = try await route.render(lease)
    let name = try await bodies.store(
      rendered.body, label: route.label, publication: lease.token, contentType: rendered.contentType)
    return rendered.publication(of: name)
  }
}
