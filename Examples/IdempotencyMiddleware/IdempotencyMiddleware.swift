import DynamoDB
public import HTTPTypes
public import Hummingbird
import NIOCore
public import TableTheory

/// The rules of the IETF's `Idempotency-Key` draft for a group of routes: whoever repeats a request gets its first response.
///
///     router.group("payments")
///       .add(middleware: Authentication())
///       .add(middleware: IdempotencyMiddleware(requests) { _, context in context.identity.account })
///       .post { request, context in try await charge(request) }
///
/// - No key, or one that is none: 400.
/// - Somebody is at it: 409, with `Retry-After`.
/// - The key was used with another method, path or body: 422, in whatever state the first request is.
/// - A repeated request gets the recorded response with `Idempotent-Replayed: true`.
/// - The table or the responses' store is not to be had: 503, and nothing is done.
///
/// Responses below 500 are results, thrown ones (`HTTPError`) too, save for 408, 425 and 429; others free the key, so that the
/// next try does the work again. What the handler does outside of DynamoDB can then happen twice where a process dies in
/// the midst of it; ``claim`` tells it.
///
/// Request and response are in memory as a whole, and bounded. Add it after whatever may refuse or identify a client, and
/// after whatever changes responses for each time they are sent.
///
/// Source: draft-ietf-httpapi-idempotency-key-header-07.
public struct IdempotencyMiddleware<Context: RequestContext>: RouterMiddleware {
  public struct Configuration: Sendable {
    /// A name that all routes have in common on which a key means the same request.
    public var scope: String
    /// Which requests it is about: others are idempotent by themselves.
    public var methods: Set<HTTPRequest.Method>
    /// Whether a request without a key is refused, or just processed.
    public var requiresKey: Bool
    /// How long a repeated request waits for the first one, instead of being refused at once.
    public var waitingUpTo: Duration
    /// In bytes; a larger request is refused with 413, and nothing is done.
    public var largestRequest: Int
    /// In bytes; a larger response becomes the status 500, for the first request too, and the work is not done again. Twice the
    /// length has to fit into the row where the store of requests has no store of bodies.
    public var largestResponse: Int
    /// Which responses are recorded; others free the key.
    public var isResult: @Sendable (HTTPResponse.Status) -> Bool
    /// Where the keys' rules are written down for the clients, how long responses are kept for instance.
    public var documentation: String?

    public init(
      scope: String = "http", methods: Set<HTTPRequest.Method> = [.post, .patch], requiresKey: Bool = true,
      waitingUpTo: Duration = .zero, largestRequest: Int = 1 << 20, largestResponse: Int = 128 << 10,
      isResult: @escaping @Sendable (HTTPResponse.Status) -> Bool = {
        $0.code < 500 && ![.requestTimeout, .tooEarly, .tooManyRequests].contains($0)
      },
      documentation: String? = nil
    ) {
      self.scope = scope
      self.methods = methods
      self.requiresKey = requiresKey
      self.waitingUpTo = waitingUpTo
      self.largestRequest = largestRequest
      self.largestResponse = largestResponse
      self.isResult = isResult
      self.documentation = documentation
    }
  }

  let requests: IdempotencyStore
  let configuration: Configuration
  let client: @Sendable (Request, Context) -> String?

  /// - Parameter client: who calls, as far as it is proved; keys of different clients never meet. With `nil` for all, one
  ///   client who guesses another's key and request gets its response.
  public init(
    _ requests: IdempotencyStore, configuration: Configuration = Configuration(),
    by client: @escaping @Sendable (Request, Context) -> String?
  ) {
    self.requests = requests
    self.configuration = configuration
    self.client = client
  }

  @concurrent
  public func handle(
    _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard configuration.methods.contains(request.method) else { return try await next(request, context) }
    let id: String
    switch IdempotencyKeyField(request.headers) {
    case .missing where !configuration.requiresKey: return try await next(request, context)
    case .missing: return refused(.missingKey)
    case .malformed(let reason): return refused(.malformedKey(reason))
    case .key(let key): id = key
    }
    var request = request
    let body: ByteBuffer
    do { body = try await request.collectBody(upTo: configuration.largestRequest) } catch is NIOTooManyBytesError {
      return refused(.tooLarge(configuration.largestRequest))
    }
    let key = IdempotencyKey.request(id, of: configuration.scope, by: client(request, context))
    let payload = Self.payload(request, body)
    let handOver = HandOver<Answer>()
    async let performed = perform(key, payload, handOver)
    if let claim = await handOver.claim {
      handOver.finish(with: await answer(request, context, claim, next))
    }
    return try await response(await performed, context)
  }

  /// Neither a method nor a path as it is sent has a line's end in it.
  private static func payload(_ request: Request, _ body: ByteBuffer) -> IdempotencyPayload {
    let bodyHash = IdempotencyPayload(bytes: Array(body.readableBytesView)).hash
    return IdempotencyPayload(
      bytes: Array("\(request.method.rawValue)\n\(request.head.path ?? "")\n\(bodyHash)".utf8))
  }

  func refused(_ problem: Problem) -> Response { problem.response(documentation: configuration.documentation) }
}

/// The claim under which a request is processed, for its handler: whether parts of the work may be done
/// (``IdempotencyClaim/isRestart``), and the key, for services that have idempotency keys of their own.
public enum IdempotentRequest {
  @TaskLocal public static var claim: IdempotencyClaim?
}
