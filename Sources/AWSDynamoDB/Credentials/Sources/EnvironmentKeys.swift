/// The keys in the environment, as one of the places.
struct EnvironmentKeys: CredentialsSource {
  let environment: [String: String]

  var name: String { "the environment" }

  func find() async throws(CredentialsError) -> CredentialsFinding {
    if environment.setting("AWS_ACCESS_KEY_ID") == nil { return .nothing("AWS_ACCESS_KEY_ID is not set") }
    return .found(try EnvironmentCredentials(environment).credentials())
  }
}
