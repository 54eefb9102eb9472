internal import DynamoDB

/// The requests to an EC2 instance's metadata service: version 2 only, whose answers need a token.
struct InstanceMetadataService: Sendable {
  enum Answer: Hashable, Sendable {
    case answer([UInt8])
    /// There is no such service, or it has nothing there.
    case nothing(String)
  }

  enum NewToken: Hashable, Sendable {
    case token(String, lifetime: Duration)
    case nothing(String)
  }

  private static let tokenLifetime: Int64 = 21_600

  private let http: CredentialsHTTP
  private let base: String
  private let patience: CredentialsHTTP.Patience

  /// - Throws: ``CredentialsError`` for a setting that cannot be used.
  init(_ context: CredentialsContext) throws(CredentialsError) {
    let settings = try context.settings()
    http = context.http
    base = try Self.base(settings)
    patience = CredentialsHTTP.Patience(
      timeout: .seconds(try Self.number("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout", settings) ?? 1),
      attempts: try Self.number("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts", settings) ?? 3)
  }

  func newToken() async throws(CredentialsError) -> NewToken {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await http.send(
        HTTPRequest(
          method: "PUT", url: base + "/latest/api/token",
          headers: [HTTPHeader("x-aws-ec2-metadata-token-ttl-seconds", String(Self.tokenLifetime))]), patience)
    } catch {
      if case .cancelled = error { throw CredentialsError("\(error)") }
      return .nothing("\(base) cannot be reached (\(error))")
    }
    switch response.status {
    case 200:
      let token = String(decoding: response.body, as: UTF8.self)
      guard Credentials.isUsable(token) else { throw CredentialsError("it did not answer with a token") }
      let seconds = response.header("x-aws-ec2-metadata-token-ttl-seconds").flatMap { Int64($0) }
      return .token(token, lifetime: .seconds(min(seconds ?? Self.tokenLifetime, Self.tokenLifetime)))
    case 403, 404, 405: return .nothing("\(base) gives no tokens (HTTP \(response.status))")
    default: throw CredentialsError("it gave no token: HTTP \(response.status)")
    }
  }

  /// `nil` where the token is not, or no longer, good.
  func get(_ path: String, token: String) async throws(CredentialsError) -> Answer? {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await http.send(
        HTTPRequest(method: "GET", url: base + path, headers: [HTTPHeader("x-aws-ec2-metadata-token", token)]),
        patience)
    } catch {
      throw CredentialsError("\(error)")
    }
    switch response.status {
    case 200: return .answer(response.body)
    case 401: return nil
    case 404: return .nothing("the instance has no role")
    default: throw CredentialsError("it answered with HTTP \(response.status)")
    }
  }

  private static func base(_ settings: Settings) throws(CredentialsError) -> String {
    if let value = settings.value("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint") {
      do throws(ConfigurationError) {
        let url = try Endpoint(value.text).url
        return url.hasSuffix("/") ? String(url.dropLast()) : url
      } catch {
        throw CredentialsError("\(value.place): \(error.message)")
      }
    }
    let mode = settings.value("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode")
    switch mode?.text.lowercased() {
    case nil, "ipv4": return "http://169.254.169.254"
    case "ipv6": return "http://[fd00:ec2::254]"
    default: throw CredentialsError("\(mode?.place ?? ""): the value is neither \"IPv4\" nor \"IPv6\"")
    }
  }

  private static func number(
    _ variable: String, _ key: String, _ settings: Settings
  ) throws(CredentialsError) -> Int? {
    guard let value = settings.value(variable, key) else { return nil }
    guard let number = Int(value.text), (1...1000).contains(number) else {
      throw CredentialsError("\(value.place): the value is not a whole number from 1 to 1000")
    }
    return number
  }
}
