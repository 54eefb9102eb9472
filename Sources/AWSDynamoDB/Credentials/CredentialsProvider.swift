/// Where credentials come from. It is asked for each attempt of each request, so it keeps what it found.
public protocol CredentialsProvider: Sendable {
  /// Credentials that are good now and need no waiting, or `nil` where ``credentials()`` has to be asked. A client
  /// looks here first.
  ///
  /// - Throws: ``CredentialsError`` where it is known that there are none.
  var current: Credentials? { get throws(CredentialsError) }

  /// Credentials that are good now.
  ///
  /// It has to return soon after its task is cancelled, with an error or not. Whoever asks within a time limit, as a
  /// client does within an operation's deadline, cancels the task when the time is up and then waits for it to return.
  ///
  /// - Throws: ``CredentialsError`` where there are none; the request is then not sent.
  func credentials() async throws(CredentialsError) -> Credentials
}

extension CredentialsProvider {
  public var current: Credentials? {
    get throws(CredentialsError) { nil }
  }
}
