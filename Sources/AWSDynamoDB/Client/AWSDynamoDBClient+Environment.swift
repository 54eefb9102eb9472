#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension AWSDynamoDBClient.Configuration {
  /// Reads the AWS SDKs' own variables and shared files: the Region, the endpoint, the credentials and the number of
  /// attempts. `docs/credentials.md` lists them.
  ///
  /// Credentials are looked for at the first request, not here: see ``DefaultCredentials``.
  ///
  /// - Parameters:
  ///   - environment: the variables, the process's own as a rule.
  ///   - profile: the profile of the shared files to use. It goes before `AWS_PROFILE` and, for credentials,
  ///     before those in the environment.
  /// - Throws: ``ConfigurationError`` for a Region that is missing, a named profile that is missing, or a value or a
  ///   file that cannot be used.
  public init(environment: [String: String], profile: String? = nil) throws(ConfigurationError) {
    let settings = try Settings(environment: environment, profile: profile)
    let region = try settings.region()
    var http = AsyncHTTPTransport.Configuration()
    http.certificateAuthorities = try settings.certificateAuthorities()
    self.init(
      region: region, endpoint: try settings.endpoint(of: .dynamoDB, in: region),
      credentials: DefaultCredentials(environment: environment, profile: profile, http: http),
      retryPolicy: try settings.retryPolicy(), http: http)
  }
}

extension AWSDynamoDBClient {
  /// A client as the environment and the shared files describe it.
  ///
  /// - Parameters:
  ///   - environment: the process's own, unless another is given.
  ///   - profile: the profile of the shared files to use, unless it is `AWS_PROFILE`'s or `default`.
  /// - Throws: ``ConfigurationError`` for a Region that is missing, a named profile that is missing, or a value or a
  ///   file that cannot be used.
  public static func fromEnvironment(
    _ environment: [String: String]? = nil, profile: String? = nil
  ) throws(ConfigurationError) -> AWSDynamoDBClient {
    AWSDynamoDBClient(
      try Configuration(environment: environment ?? ProcessInfo.processInfo.environment, profile: profile))
  }
}
