import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// ``HTTPTransport`` on async-http-client: HTTP/1.1 with connections that are kept and used again.
///
/// TLS certificates are verified. It must be ``shutdown()`` before it goes away.
public final class AsyncHTTPTransport: HTTPTransport {
  /// How connections are made and kept.
  public struct Configuration: Hashable, Sendable {
    /// How many connections there may be to one host. Requests beyond it wait for one to become free, within
    /// their deadline and `connectTimeout`. Connections are opened only when they are needed.
    public var maximumConnections: Int = 256

    /// How long a request may wait for a connection, TLS included.
    public var connectTimeout: Duration = .seconds(2)

    /// How long an unused connection is kept.
    public var idleTimeout: Duration = .seconds(30)

    /// The largest body that is accepted. DynamoDB's largest answer, of `BatchGetItem`, holds 16 MB of items,
    /// which JSON and base64 can make twice as long.
    public var maximumResponseBytes: Int = 64 << 20

    /// A file in PEM form with the certificate authorities to trust instead of the system's; `AWS_CA_BUNDLE`.
    public var certificateAuthorities: String?

    /// The defaults fit a server with some hundred requests in flight.
    public init() {}

    fileprivate func connections(ofEachOf lanes: Int) -> Int { max(1, maximumConnections / lanes) }
  }

  /// One client for each of a few event loops, so that a connection and its requests are on the same loop.
  ///
  /// On two loops, an answer can overtake the end of its own request on its way from one loop to the other. If the
  /// connection is closed just then, async-http-client 1.37 stops the process ("A connection that we don't know was
  /// released"). It costs two changes of thread for each request besides.
  private let lanes: [HTTPClient]
  private let load: Mutex<LaneLoad>
  private let maximumResponseBytes: Int
  private let templates = RequestTemplateCache()

  /// Opens no connection yet.
  public init(_ configuration: Configuration = Configuration()) {
    maximumResponseBytes = configuration.maximumResponseBytes
    // One event loop carries tens of thousands of requests a second. Each opens a connection at least.
    let loops = Array(
      HTTPClient.defaultEventLoopGroup.makeIterator().prefix(max(1, min(4, configuration.maximumConnections))))
    lanes = loops.map { loop in
      HTTPClient(
        eventLoopGroup: loop, configuration: HTTPClient.Configuration(configuration, lanes: loops.count))
    }
    load = Mutex(
      LaneLoad(lanes: loops.count, connections: configuration.connections(ofEachOf: loops.count)))
  }

  public func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPResponse {
    if Task.isCancelled { throw .cancelled(sent: false) }
    let exchange = HTTPExchange(body: request.body, maximumResponseBytes: maximumResponseBytes)
    let lane = load.withLock { $0.begin() }
    defer { load.withLock { $0.end(lane) } }
    do {
      let task = lanes[lane].execute(
        request: try templates.request(request, body: exchange.requestBody), delegate: exchange,
        deadline: .now() + TimeAmount(deadline))
      return try await withTaskCancellationHandler {
        try await task.get()
      } onCancel: {
        task.cancel()
      }
    } catch {
      throw Self.failure(error, sent: exchange.sent)
    }
  }

  public func shutdown() async {
    for lane in lanes {
      // An exchange's last step on its loop comes after its answer was handed over, and must not find the client
      // shut down.
      try? await lane.eventLoopGroup.any().submit {}.get()
      // It fails only for a client that is shut down already.
      try? await lane.shutdown()
    }
  }

  static func failure(_ error: any Error, sent: Bool) -> TransportError {
    guard let error = error as? HTTPClientError else {
      if error is HTTPExchange.AnswerTooLarge { return .answerLost("the answer is larger than this transport takes") }
      return sent ? .answerLost("\(error)") : .notSent("\(error)")
    }
    if timeLimits.contains(error) { return .timedOut(sent: sent) }
    if error == .cancelled && Task.isCancelled { return .cancelled(sent: sent) }
    // Not its description, which can quote a header's value, and so a session token.
    return sent ? .answerLost(error.shortDescription) : .notSent(error.shortDescription)
  }

  private static let timeLimits: [HTTPClientError] = [
    .deadlineExceeded, .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .readTimeout,
    .writeTimeout,
  ]
}

extension HTTPClient.Configuration {
  fileprivate init(_ configuration: AsyncHTTPTransport.Configuration, lanes: Int) {
    self.init(redirectConfiguration: .disallow)
    httpVersion = .http1Only
    // A request of DynamoDB has a span of its own, in which there may be many of HTTP.
    tracing.tracer = nil
    timeout = Timeout(connect: TimeAmount(configuration.connectTimeout))
    if let file = configuration.certificateAuthorities {
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.trustRoots = .file(file)
      tlsConfiguration = tls
    }
    connectionPool = ConnectionPool(idleTimeout: TimeAmount(configuration.idleTimeout))
    connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.connections(ofEachOf: lanes)
    // A refused connection is told at once: waiting and trying again is the retry policy's, with its deadline.
    connectionPool.retryConnectionEstablishment = false
    networkFrameworkWaitForConnectivity = false
  }
}
