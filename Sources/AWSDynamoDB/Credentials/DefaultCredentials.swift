public import DynamoDB

/// Credentials from wherever the AWS SDKs would find them, kept, and refreshed before they expire.
///
/// In this order, and the first place that is configured counts: the environment's keys; a web identity token in the
/// environment; the profile; the container endpoint; EC2's instance metadata service. A profile that the program names
/// itself goes before the environment. Nothing is looked for before the first request. A place that is configured
/// and fails ends the search with its error.
///
/// `docs/credentials.md` says what each place honours. ``RefreshingCredentials`` says when they are refreshed, which
/// costs requests to the place and none to DynamoDB.
///
/// Source: *AWS SDKs and Tools Reference Guide*, "AWS SDKs and Tools standardized credential providers".
public final class DefaultCredentials: CredentialsProvider {
  private let chain: CredentialsChain
  private let kept: RefreshingCredentials

  /// - Parameters:
  ///   - time: clocks.
  ///   - environment: the process's own, as a rule.
  ///   - profile: the profile of the shared files to use, unless it is `AWS_PROFILE`'s or `default`.
  ///   - http: how connections are made. They are closed again after each refresh.
  public convenience init(
    environment: [String: String], profile: String? = nil,
    http: AsyncHTTPTransport.Configuration = AsyncHTTPTransport.Configuration(), time: any TimeSource = SystemTime()
  ) {
    self.init(
      CredentialsContext(
        environment: environment, profile: profile, http: CredentialsHTTP(http, time: time), time: time))
  }

  init(_ context: CredentialsContext) {
    chain = CredentialsChain(context.sources)
    kept = RefreshingCredentials(chain, time: context.time)
  }

  public var current: Credentials? { kept.current }

  public func credentials() async throws(CredentialsError) -> Credentials { try await kept.credentials() }

  /// Why the last refresh failed, or `nil` if it succeeded or there was none yet.
  ///
  /// While the old credentials are good, requests do not show that refreshing them fails: this does, to a health check
  /// or a log.
  public var lastFailure: CredentialsError? { kept.lastFailure }

  /// The place that the credentials are from, once there are any: `the EC2 instance metadata service`.
  public var source: String? { chain.source }
}

extension DefaultCredentials: CustomStringConvertible, CustomReflectable {
  public var description: String { "DefaultCredentials(source: \(source ?? "none yet"))" }

  /// Without the environment, which can hold secrets.
  public var customMirror: Mirror { Mirror(self, children: ["source": source as Any]) }
}
