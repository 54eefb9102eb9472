/// The endpoint that a container's host has for it: Amazon ECS, and Amazon EKS with Pod Identity.
///
/// Source: *AWS SDKs and Tools Reference Guide*, "Container credential provider".
struct ContainerCredentials: CredentialsSource {
  /// As botocore has it.
  private static let patience = CredentialsHTTP.Patience(timeout: .seconds(2), attempts: 3)

  private let context: CredentialsContext

  init(_ context: CredentialsContext) { self.context = context }

  var name: String { "the container endpoint" }

  func find() async throws(CredentialsError) -> CredentialsFinding {
    guard let url = try url() else {
      return .nothing("neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set")
    }
    var headers = [HTTPHeader("accept", "application/json")]
    if let token = try authorization() { headers.append(HTTPHeader("authorization", token)) }
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await context.http.send(HTTPRequest(method: "GET", url: url, headers: headers), Self.patience)
    } catch {
      throw CredentialsError("\(error)")
    }
    guard response.status == 200 else { throw CredentialsError("it answered with HTTP \(response.status)") }
    return .found(try CredentialsDocument(json: response.body).credentials(token: "Token"))
  }

  private func url() throws(CredentialsError) -> String? {
    if let path = context.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
      guard path.hasPrefix("/"), Credentials.isUsable(path) else {
        throw CredentialsError("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not a path that begins with \"/\"")
      }
      return context.containerHost + path
    }
    guard let url = context.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
    guard Self.mayBeAsked(url) else {
      throw CredentialsError(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI is not a URL that begins with \"https://\" or has a loopback address, "
          + "169.254.170.2, 169.254.170.23 or [fd00:ec2::23] for its host")
    }
    return url
  }

  /// The token goes with the request, so it leaves the machine only over TLS.
  static func mayBeAsked(_ url: String) -> Bool {
    guard Credentials.isUsable(url), let colon = url.firstRange(of: "://") else { return false }
    let authority = url[colon.upperBound...].prefix { !"/?#".contains($0) }
    // The authority alone: a path and a query mean what they want here.
    guard let endpoint = try? Endpoint(String(url[..<colon.upperBound] + authority)) else { return false }
    return endpoint.scheme == .https || isLocal(endpoint.host)
  }

  private static func isLocal(_ host: String) -> Bool {
    if ["localhost", "[::1]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"].contains(host) { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Its file is read anew each time: EKS replaces what is in it.
  private func authorization() throws(CredentialsError) -> String? {
    let name = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
    let file = context.variable(name + "_FILE")
    guard let token = if let file { try SecretFile(path: file).read() } else { context.variable(name) } else {
      return nil
    }
    guard token.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw CredentialsError(
        "\(file ?? name) holds a line break or another character that cannot be in a header: remove it")
    }
    return token
  }
}
