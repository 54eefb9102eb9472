import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// ``HTTPTransport`` on async-http-client: HTTP/1.1 with connections that are kept and used again.
///
/// TLS certificates are verified. It must be ``shutdown()`` before it goes away.
public final class AsyncHTTPTransport: HTTPTransport {
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

    public init() {}
  }

  private let client: HTTPClient
  private let maximumResponseBytes: Int

  public init(_ configuration: Configuration = Configuration()) {
    maximumResponseBytes = configuration.maximumResponseBytes
    client = HTTPClient(
      eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: HTTPClient.Configuration(configuration))
  }

  public func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPResponse {
    if Task.isCancelled { throw .cancelled(sent: false) }
    let exchange = HTTPExchange(body: request.body, maximumResponseBytes: maximumResponseBytes)
    do {
      let task = client.execute(
        request: try HTTPClient.Request(request, body: exchange.requestBody), delegate: exchange,
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
    // It fails only for a client that is shut down already.
    try? await client.shutdown()
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
  fileprivate init(_ configuration: AsyncHTTPTransport.Configuration) {
    self.init(redirectConfiguration: .disallow)
    httpVersion = .http1Only
    timeout = Timeout(connect: TimeAmount(configuration.connectTimeout))
    connectionPool = ConnectionPool(idleTimeout: TimeAmount(configuration.idleTimeout))
    connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, configuration.maximumConnections)
    // A refused connection is told at once: waiting and trying again is the retry policy's, with its deadline.
    connectionPool.retryConnectionEstablishment = false
    networkFrameworkWaitForConnectivity = false
  }
}

extension HTTPClient.Request {
  fileprivate init(_ request: HTTPRequest, body: HTTPClient.Body) throws {
    try self.init(
      url: request.url, method: HTTPMethod(rawValue: request.method),
      headers: HTTPHeaders(request.headers.map { ($0.name, $0.value) }), body: request.body.isEmpty ? nil : body)
  }
}
