/// Why there are no credentials: where was looked, and what was wrong. Never a secret.
public struct CredentialsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A sentence without its beginning, *no credentials*.
  public var message: String

  /// - Parameter message: where was looked, and what was wrong. It is shown in logs, so it must hold no secret.
  public init(_ message: String) { self.message = message }

  public var description: String { "no credentials: \(message)" }

  static let cancelled = CredentialsError("the task was cancelled while they were being fetched")
}
