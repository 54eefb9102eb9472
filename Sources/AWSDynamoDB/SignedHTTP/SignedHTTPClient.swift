internal import AWSSignatures
package import DynamoDB
import Synchronization

/// Sends signed requests to a service that is not DynamoDB, with the same signatures, credentials and retries.
///
/// Every request sent with it may be repeated: nothing here knows of ones that may not.
package final class SignedHTTPClient: Sendable {
  package struct Configuration: Sendable {
    package var service: AWSService
    /// Errors of the service's own after which another attempt may go better.
    package var transientCodes: Set<String> = []
    package var region: Region
    package var credentials: any CredentialsProvider
    package var retryPolicy: RetryPolicy
    package var deadline: Duration
    package var attemptTimeout: Duration
    package var time: any TimeSource
    package var jitter: @Sendable () -> Double

    package init(
      service: AWSService, region: Region, credentials: any CredentialsProvider, retryPolicy: RetryPolicy,
      deadline: Duration, attemptTimeout: Duration, time: any TimeSource, jitter: @escaping @Sendable () -> Double
    ) {
      self.service = service
      self.region = region
      self.credentials = credentials
      self.retryPolicy = retryPolicy
      self.deadline = deadline
      self.attemptTimeout = attemptTimeout
      self.time = time
      self.jitter = jitter
    }
  }

  private let configuration: Configuration
  private let transport: any HTTPTransport
  private let contexts: SigningContextCache
  private let budget = Mutex(RetryBudget())

  package init(_ configuration: Configuration, transport: any HTTPTransport) {
    self.configuration = configuration
    self.transport = transport
    contexts = SigningContextCache(region: configuration.region, service: configuration.service.name)
  }

  package func shutdown() async { await transport.shutdown() }

  /// Sends until there is an answer that another attempt would not better, or the policy gives up.
  ///
  /// - Parameter code: reads the service's error code out of an answer.
  /// - Returns: the last answer, whatever its status.
  package func send(
    _ request: SignedRequest, code: (HTTPResponse) -> String?
  ) async throws(SignedHTTPError) -> HTTPResponse {
    let end = configuration.time.uptime + configuration.deadline
    var failures = 0
    var lastCost: Int?
    while true {
      if Task.isCancelled { throw .cancelled }
      var response: HTTPResponse?
      let failure: AttemptFailure
      do throws(AttemptFailure) {
        let answer = try await attempt(request, end: end)
        response = answer
        guard let refusal = refusal(answer, code) else {
          if answer.status < 400 { budget.withLock { $0.succeeded(lastCost: lastCost) } }
          return answer
        }
        failure = refusal
      } catch {
        failure = error
      }
      failures += 1
      guard case .retry(let pause, let cost) = decision(after: failure, failures, end: end) else {
        if let response { return response }
        throw SignedHTTPError(failure)
      }
      lastCost = cost
      do { try await configuration.time.sleep(for: pause) } catch { throw .cancelled }
    }
  }

  /// What an answer says that another one may be better than, or `nil`.
  private func refusal(_ answer: HTTPResponse, _ code: (HTTPResponse) -> String?) -> AttemptFailure? {
    guard answer.status >= 400 else { return nil }
    let code = code(answer) ?? ""
    let error: DynamoDBError =
      configuration.transientCodes.contains(code)
      ? .throttled(code) : .service(code: code, status: answer.status, message: "")
    let refusal = AttemptFailure.refused(error, status: answer.status)
    return refusal.isTransient ? refusal : nil
  }

  private func decision(after failure: AttemptFailure, _ failures: Int, end: Duration) -> RetryPolicy.Decision {
    let decision = configuration.retryPolicy.decision(
      after: failure, attempt: failures, of: .idempotent, remaining: end - configuration.time.uptime,
      jitter: configuration.jitter())
    guard case .retry(_, let cost) = decision, budget.withLock({ $0.withdraw(cost) }) else { return .giveUp }
    return decision
  }

  private func attempt(_ request: SignedRequest, end: Duration) async throws(AttemptFailure) -> HTTPResponse {
    let credentials: Credentials
    do throws(CredentialsError) {
      credentials =
        if let current = try configuration.credentials.current { current } else {
          try await configuration.credentials.credentials(
            within: end - configuration.time.uptime, of: configuration.time)
        }
    } catch {
      if Task.isCancelled { throw .transport(.cancelled(sent: false)) }
      throw .credentials(error)
    }
    let remaining = end - configuration.time.uptime
    guard remaining > .zero else { throw .transport(.timedOut(sent: false)) }
    let signed = signed(request, credentials: credentials, now: configuration.time.now)
    do throws(TransportError) {
      return try await transport.send(signed, deadline: min(remaining, configuration.attemptTimeout))
    } catch {
      throw .transport(error)
    }
  }

  /// The request to send, signed as of `now`, with the SHA-256 of its body among its headers.
  package func signed(_ request: SignedRequest, credentials: Credentials, now: Timestamp) -> HTTPRequest {
    let context = contexts.context(for: credentials, now: now)
    let query = request.canonicalQuery
    var hash: [UInt8] = []
    Hash.appendHexadecimal(of: request.body, to: &hash)
    var headers = request.headers
    headers.append(HTTPHeader("host", request.endpoint.authority))
    headers.append(HTTPHeader("x-amz-content-sha256", String(decoding: hash, as: UTF8.self)))
    headers.append(HTTPHeader("x-amz-date", context.stamp))
    if let token = context.sessionToken { headers.append(HTTPHeader("x-amz-security-token", token)) }
    headers.sort { $0.name < $1.name }
    let canonical = CanonicalRequest(
      method: request.method, path: request.path, query: query, headers: headers, payload: request.body)
    let authorization = SignatureV4.authorization(
      for: canonical, stamp: context.stamp, scope: context.scope, accessKeyID: context.accessKeyID, key: context.key)
    headers.append(HTTPHeader("authorization", authorization))
    headers.append(HTTPHeader("user-agent", "tabletheory-swift"))
    let url = "\(request.endpoint.scheme.rawValue)://\(request.endpoint.authority)\(request.path)"
    return HTTPRequest(
      method: request.method, url: query.isEmpty ? url : "\(url)?\(query)", headers: headers, body: request.body)
  }
}

/// Why a signed request has no answer.
package enum SignedHTTPError: Error, Hashable, Sendable {
  /// There are no credentials: why.
  case credentials(String)
  /// Nobody answered, several times perhaps: the last reason.
  case unavailable(String)
  case cancelled

  init(_ failure: AttemptFailure) {
    self =
      switch failure {
      case .credentials(let error): .credentials("\(error)")
      case .transport(.cancelled): .cancelled
      default: .unavailable("\(failure)")
      }
  }
}
