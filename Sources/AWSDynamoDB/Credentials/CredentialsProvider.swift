/// Where credentials come from. It is asked for each attempt of each request, so it keeps what it found.
public protocol CredentialsProvider: Sendable {
  /// Credentials that are good now and need no waiting, or `nil` where ``credentials()`` has to be asked. A client
  /// looks here first.
  ///
  /// - Throws: ``CredentialsError`` where it is known that there are none.
  var current: Credentials? { get throws(CredentialsError) }

  /// Credentials that are good now.
  ///
  /// - Throws: ``CredentialsError`` where there are none; the request is then not sent.
  func credentials() async throws(CredentialsError) -> Credentials
}

extension CredentialsProvider {
  public var current: Credentials? {
    get throws(CredentialsError) { nil }
  }
}

/// Why there are no credentials: where was looked, and what was wrong. Never a secret.
public struct CredentialsError: Error, Hashable, Sendable, CustomStringConvertible {
  public var message: String

  public init(_ message: String) { self.message = message }

  public var description: String { "no credentials: \(message)" }
}

/// Credentials that are known beforehand and never change.
public struct StaticCredentials: CredentialsProvider {
  private let value: Credentials

  public init(_ credentials: Credentials) { value = credentials }

  public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
    value = Credentials(
      accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken)
  }

  public var current: Credentials? { value }

  public func credentials() -> Credentials { value }
}
