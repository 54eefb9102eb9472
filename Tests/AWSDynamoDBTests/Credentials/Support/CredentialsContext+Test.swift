import DynamoDB

@testable import AWSDynamoDB

extension CredentialsContext {
  /// A context on real connections and, unless another is given, a clock that nobody waits for. No shared file is read
  /// unless it is named.
  static func test(
    _ environment: [String: String] = [:], profile: String? = nil, time: any TimeSource = ManualTime()
  ) -> CredentialsContext {
    CredentialsContext(
      environment: environment, profile: profile,
      http: CredentialsHTTP(AsyncHTTPTransport.Configuration(), time: time), time: time)
  }

  /// What one place answers.
  func found(in source: (CredentialsContext) -> any CredentialsSource) async throws -> Credentials? {
    guard case .found(let credentials) = try await source(self).find() else { return nil }
    return credentials
  }
}

extension ProfileCredentials {
  init(_ context: CredentialsContext) {
    self.init(
      context, container: ContainerCredentials(context), instance: InstanceMetadataCredentials(context))
  }
}

/// The text of the error that `body` throws.
func complaint<Result>(of body: () async throws -> Result) async -> String? {
  do {
    _ = try await body()
    return nil
  } catch {
    return "\(error)"
  }
}
