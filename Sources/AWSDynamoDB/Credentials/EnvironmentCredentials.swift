/// The credentials in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if there is one, `AWS_SESSION_TOKEN`.
///
/// An empty variable counts as missing.
///
/// Source: *AWS SDKs and Tools Reference Guide*, "AWS access keys".
public struct EnvironmentCredentials: CredentialsProvider {
  private let found: Result<Credentials, CredentialsError>

  public init(_ environment: [String: String]) {
    do throws(CredentialsError) {
      found = .success(
        Credentials(
          accessKeyID: try Self.required("AWS_ACCESS_KEY_ID", in: environment),
          secretAccessKey: try Self.required("AWS_SECRET_ACCESS_KEY", in: environment),
          sessionToken: try Self.value(of: "AWS_SESSION_TOKEN", in: environment)))
    } catch {
      found = .failure(error)
    }
  }

  public func credentials() throws(CredentialsError) -> Credentials { try found.get() }

  private static func required(
    _ name: String, in environment: [String: String]
  ) throws(CredentialsError) -> String {
    guard let value = try value(of: name, in: environment) else {
      throw CredentialsError("\(name) is not set in the environment")
    }
    return value
  }

  /// A line break at the end is what a file mounted as a variable often has; it would break the header.
  private static func value(
    of name: String, in environment: [String: String]
  ) throws(CredentialsError) -> String? {
    guard let value = environment[name], !value.isEmpty else { return nil }
    guard value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CredentialsError(
        "\(name) holds a space, a line break or another character that no key has: remove it")
    }
    return value
  }
}
