/// Credentials that are known beforehand and never change.
public struct StaticCredentials: CredentialsProvider {
  private let value: Credentials

  /// These credentials, whatever the time: an expiration is not looked at.
  public init(_ credentials: Credentials) { value = credentials }

  /// Credentials of these parts. DynamoDB Local and its like take any.
  ///
  /// - Parameters:
  ///   - accessKeyID: the access key's id.
  ///   - secretAccessKey: the access key's secret.
  ///   - sessionToken: what temporary credentials have besides.
  public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
    value = Credentials(
      accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken)
  }

  public var current: Credentials? { value }

  public func credentials() -> Credentials { value }
}
