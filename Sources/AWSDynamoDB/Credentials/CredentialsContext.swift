internal import DynamoDB

/// What the places are looked up with.
struct CredentialsContext: Sendable {
  var environment: [String: String]
  /// The profile that the program names itself.
  var profile: String?
  var http: CredentialsHTTP
  var time: any TimeSource
  /// Where relative URLs of the container endpoint lead.
  var containerHost = "http://169.254.170.2"
  /// How long a `credential_process` may take.
  var processTimeout: Duration = .seconds(60)

  /// The places, in order.
  ///
  /// Source: the credential chains of AWS's SDKs for Java 2.x and Go v2, which agree on this order. botocore differs in
  /// one thing: there, a profile's `role_arn` with `source_profile` or `credential_source` goes before the web identity
  /// in the environment.
  var sources: [any CredentialsSource] {
    let container = ContainerCredentials(self)
    let instance = InstanceMetadataCredentials(self)
    let profile = ProfileCredentials(self, container: container, instance: instance)
    let environment: [any CredentialsSource] =
      self.profile == nil ? [EnvironmentKeys(environment: environment), WebIdentityCredentials(self)] : []
    return environment + [profile, container, instance]
  }

  /// The shared files, read anew.
  func settings() throws(CredentialsError) -> Settings {
    do throws(ConfigurationError) {
      return try Settings(environment: environment, profile: profile)
    } catch {
      throw CredentialsError("\(error)")
    }
  }

  /// An environment variable's value; an empty one counts as missing.
  func variable(_ name: String) -> String? { environment.setting(name) }
}
