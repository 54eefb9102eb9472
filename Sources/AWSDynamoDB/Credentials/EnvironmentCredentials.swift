/// The credentials in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if there is one, `AWS_SESSION_TOKEN`.
///
/// An empty variable counts as missing.
///
/// Source: *AWS SDKs and Tools Reference Guide*, "AWS access keys".
public struct EnvironmentCredentials: CredentialsProvider {
  private let found: Result<Credentials, CredentialsError>

  /// Looks there once, now. It never throws: what is wrong is told at the first request.
  ///
  /// - Parameter environment: the process's own, as a rule.
  public init(_ environment: [String: String]) {
    do throws(CredentialsError) {
      for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] where environment.setting(name) == nil {
        throw CredentialsError("\(name) is not set in the environment")
      }
      found = .success(
        try Credentials(
          accessKeyID: Self.member("AWS_ACCESS_KEY_ID", environment),
          secretAccessKey: Self.member("AWS_SECRET_ACCESS_KEY", environment),
          sessionToken: Self.member("AWS_SESSION_TOKEN", environment)))
    } catch {
      found = .failure(error)
    }
  }

  public var current: Credentials? {
    get throws(CredentialsError) { try found.get() }
  }

  public func credentials() throws(CredentialsError) -> Credentials { try found.get() }

  private static func member(_ name: String, _ environment: [String: String]) -> (name: String, value: String?) {
    (name, environment.setting(name))
  }
}
