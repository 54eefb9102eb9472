/// A role that is taken on with a token from an identity provider, such as Kubernetes: `AWS_WEB_IDENTITY_TOKEN_FILE`,
/// `AWS_ROLE_ARN` and `AWS_ROLE_SESSION_NAME`.
///
/// Source: *AWS SDKs and Tools Reference Guide*, "Assume role credential provider".
struct WebIdentityCredentials: CredentialsSource {
  private let context: CredentialsContext

  init(_ context: CredentialsContext) { self.context = context }

  var name: String { "the web identity token in the environment" }

  func find() async throws(CredentialsError) -> CredentialsFinding {
    guard let path = context.variable("AWS_WEB_IDENTITY_TOKEN_FILE") else {
      return .nothing("AWS_WEB_IDENTITY_TOKEN_FILE is not set")
    }
    guard let role = context.variable("AWS_ROLE_ARN") else {
      throw CredentialsError("AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN is not")
    }
    let request = WebIdentityRole(
      role: role, sessionName: context.variable("AWS_ROLE_SESSION_NAME"), tokenFile: SecretFile(path: path))
    return .found(try await SecurityTokenService(context, try context.settings()).assume(request))
  }
}
