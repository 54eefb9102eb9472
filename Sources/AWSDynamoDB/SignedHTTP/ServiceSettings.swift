/// What the environment and the shared files say of one service: its Region, its endpoint, credentials, retries.
package struct ServiceSettings: Sendable {
  package let region: Region
  package let endpoint: Endpoint
  package let credentials: any CredentialsProvider
  package let retryPolicy: RetryPolicy
  package let http: AsyncHTTPTransport.Configuration

  /// - Throws: ``ConfigurationError`` for a Region that is missing, a named profile that is missing, or a value or a
  ///   file that cannot be used.
  package init(
    of service: AWSService, environment: [String: String], profile: String?
  ) throws(ConfigurationError) {
    let settings = try Settings(environment: environment, profile: profile)
    region = try settings.region()
    endpoint = try settings.endpoint(of: service, in: region)
    var http = AsyncHTTPTransport.Configuration()
    http.certificateAuthorities = try settings.certificateAuthorities()
    self.http = http
    credentials = DefaultCredentials(environment: environment, profile: profile, http: http)
    retryPolicy = try settings.retryPolicy()
  }
}

extension Endpoint {
  /// A service's own endpoint in a Region.
  package static func standard(of service: AWSService, in region: Region) -> Endpoint {
    service == .dynamoDB ? .dynamoDB(in: region) : Endpoint(of: service, in: region)
  }

  /// Whether it is one of AWS's own hosts.
  package var isOfAWS: Bool {
    scheme == .https && path == "/" && Partition.domains.contains { host.hasSuffix(".\($0)") }
  }

  /// The same endpoint with another name before its host: a bucket's.
  package func subdomain(_ name: String) -> Endpoint {
    Endpoint(scheme: scheme, host: "\(name).\(host)", port: port, path: path, signingRegion: signingRegion)
  }
}

extension Partition {
  fileprivate static var domains: [String] { named.values.map(\.domain) + ["amazonaws.com"] }
}
