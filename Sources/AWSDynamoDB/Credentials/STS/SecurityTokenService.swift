internal import DynamoDB

/// A role to be taken on with credentials that one has.
struct RoleToAssume: Sendable {
  var role: String
  var sessionName: String?
  var externalID: String?
  var duration: Int?
  var source: Credentials
}

/// A role to be taken on with an identity provider's token.
struct WebIdentityRole: Sendable {
  var role: String
  var sessionName: String?
  var duration: Int?
  var tokenFile: SecretFile
}

/// AWS Security Token Service: gives temporary credentials for a role. One request each.
///
/// Source: *AWS Security Token Service API Reference*, `AssumeRole` and `AssumeRoleWithWebIdentity`.
struct SecurityTokenService: Sendable {
  private static let patience = CredentialsHTTP.Patience(timeout: .seconds(5), attempts: 3)

  private let http: CredentialsHTTP
  private let time: any TimeSource
  private let region: Region
  private let endpoint: Endpoint

  /// - Throws: ``CredentialsError`` where there is no Region, or its settings cannot be used.
  init(_ context: CredentialsContext, _ settings: Settings) throws(CredentialsError) {
    http = context.http
    time = context.time
    do throws(ConfigurationError) {
      region = try settings.region()
      endpoint = try settings.endpoint(of: .securityTokens, in: region)
    } catch {
      throw CredentialsError("a role is asked for in a Region, and \(error)")
    }
  }

  func assume(_ role: RoleToAssume) async throws(CredentialsError) -> Credentials {
    let form = Form([
      ("Action", "AssumeRole"), ("Version", "2011-06-15"), ("RoleArn", role.role),
      ("RoleSessionName", role.sessionName ?? standardSessionName), ("ExternalId", role.externalID),
      ("DurationSeconds", role.duration.map { String($0) }),
    ])
    return try await send(
      form, signedWith: role.source, secrets: [role.source.sessionToken, role.source.secretAccessKey])
  }

  /// The token is the proof, so the request is not signed. Its file is read anew each time.
  func assume(_ role: WebIdentityRole) async throws(CredentialsError) -> Credentials {
    let token = try role.tokenFile.read()
    let form = Form([
      ("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15"), ("RoleArn", role.role),
      ("RoleSessionName", role.sessionName ?? standardSessionName), ("WebIdentityToken", token),
      ("DurationSeconds", role.duration.map { String($0) }),
    ])
    return try await send(form, signedWith: nil, secrets: [token])
  }

  /// What the session is called in AWS's logs where nobody named it.
  private var standardSessionName: String { "tabletheory-\(time.now.secondsRoundedDown)" }

  private func send(
    _ form: Form, signedWith credentials: Credentials?, secrets: [String?]
  ) async throws(CredentialsError) -> Credentials {
    let signer = FormSigner(service: .securityTokens, endpoint: endpoint, region: region)
    let request = signer.request(form, credentials: credentials, now: time.now)
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await http.send(request, Self.patience) { response in
        CredentialsHTTP.isTransient(response) || SecurityTokenAnswer(response).isTransient
      }
    } catch {
      throw CredentialsError("\(endpoint.url): \(error)")
    }
    let answer = SecurityTokenAnswer(response)
    guard response.status == 200 else {
      throw CredentialsError("\(endpoint.url) refused: \(answer.refusal(without: secrets.compactMap(\.self)))")
    }
    do throws(CredentialsError) {
      return try answer.credentials()
    } catch {
      throw CredentialsError("\(endpoint.url): \(error.message)")
    }
  }
}
