internal import DynamoDB

/// Sends the few requests that credentials cost, with connections that are made for each and closed after it: an hour
/// or so lies between two of them.
struct CredentialsHTTP: Sendable {
  var makeTransport: @Sendable () -> any HTTPTransport
  var time: any TimeSource

  init(makeTransport: @escaping @Sendable () -> any HTTPTransport, time: any TimeSource) {
    self.makeTransport = makeTransport
    self.time = time
  }

  init(_ configuration: AsyncHTTPTransport.Configuration, time: any TimeSource) {
    var configuration = configuration
    configuration.maximumResponseBytes = 1 << 20
    self.init(makeTransport: { [configuration] in AsyncHTTPTransport(configuration) }, time: time)
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
    let transport = makeTransport()
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
      pause *= 2
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
