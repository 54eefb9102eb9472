import EmbeddedDynamoDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IdempotencyMiddleware
import TableTheory
import Testing

/// The middleware as docs/idempotency.md shows it.
struct GuideTests {
  private struct Context: RequestContext {
    var coreContext: CoreRequestContextStorage
    var identity = Identity()

    init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
  }

  private struct Identity {
    var account: String?
  }

  /// Believes what the request says, as no service may.
  private struct Authentication: RouterMiddleware {
    func handle(
      _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
      var context = context
      context.identity.account = request.headers[.account]
      return try await next(request, context)
    }
  }

  private static func charge(_ request: Request) async throws -> String { "charged" }

  @Test("A payment is made once, by whoever is authenticated")
  func payments() async throws {
    let engine = EmbeddedDynamoDB()
    try await CacheTable("pages", on: engine).createIfMissing()
    let requests = IdempotencyStore(table: "pages", on: engine)
    let router = Router(context: Context.self)
    let charge = Self.charge

    router.group("payments")
      .add(middleware: Authentication())
      .add(middleware: IdempotencyMiddleware(requests) { _, context in context.identity.account })
      .post { request, context in try await charge(request) }

    try await Application(router: router).test(.router) { client in
      for isReplayed in [false, true] {
        let answer = try await client.order(path: "/payments")
        #expect(answer.text == "charged" && answer.isReplayed == isReplayed)
      }
    }
  }
}
