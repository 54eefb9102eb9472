internal import DynamoDB

/// Sends the few requests that credentials cost, with connections that are made for each and closed after it: an hour
/// or so lies between two of them.
struct CredentialsHTTP: Sendable {
  /// Makes the connections for one request.
  var makeTransport: @Sendable (Patience) -> any HTTPTransport
  var time: any TimeSource

  init(makeTransport: @escaping @Sendable (Patience) -> any HTTPTransport, time: any TimeSource) {
    self.makeTransport = makeTransport
    self.time = time
  }

  init(_ configuration: AsyncHTTPTransport.Configuration, time: any TimeSource) {
    self.init(makeTransport: { AsyncHTTPTransport(Self.connections(configuration, $0)) }, time: time)
  }

  /// A transport is shut down only when a connection that is being made is there or has failed, so connecting may take
  /// no longer than an attempt: else a request that was given up would go on waiting for it.
  static func connections(
    _ configuration: AsyncHTTPTransport.Configuration, _ patience: Patience
  ) -> AsyncHTTPTransport.Configuration {
    var configuration = configuration
    configuration.maximumResponseBytes = 1 << 20
    configuration.maximumConnections = 1
    configuration.connectTimeout = min(configuration.connectTimeout, patience.timeout)
    return configuration
  }

  /// How long one attempt may take, and how many there are.
  struct Patience: Hashable, Sendable {
    var timeout: Duration
    var attempts: Int
  }

  /// Sends until there is an answer that another attempt would not better; the last answer, else.
  func send(
    _ request: HTTPRequest, _ patience: Patience, isTransient: @Sendable (HTTPResponse) -> Bool = Self.isTransient
  ) async throws(TransportError) -> HTTPResponse {
    let transport = makeTransport(patience)
    let result = await attempts(at: request, patience, on: transport, isTransient)
    await transport.shutdown()
    return try result.get()
  }

  /// The service is out of order, or has too much to do.
  static func isTransient(_ response: HTTPResponse) -> Bool { response.status >= 500 || response.status == 429 }

  private func attempts(
    at request: HTTPRequest, _ patience: Patience, on transport: any HTTPTransport,
    _ isTransient: @Sendable (HTTPResponse) -> Bool
  ) async -> Result<HTTPResponse, TransportError> {
    var pause = Duration.milliseconds(100)
    var attempt = 1
    while true {
      let result = await self.attempt(at: request, patience, on: transport)
      switch result {
      case .failure(.cancelled): return result
      case .success(let response) where !isTransient(response): return result
      default: if attempt >= patience.attempts { return result }
      }
      do {
        try await time.sleep(for: pause)
      } catch {
        return .failure(.cancelled(sent: true))
      }
      pause = min(pause * 2, .seconds(1))
      attempt += 1
    }
  }

  private func attempt(
    at request: HTTPRequest, _ patience: Patience, on transport: any HTTPTransport
  ) async -> Result<HTTPResponse, TransportError> {
    do throws(TransportError) {
      return .success(try await transport.send(request, deadline: patience.timeout))
    } catch {
      return .failure(error)
    }
  }
}
