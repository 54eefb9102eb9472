/// One of the places where ``DefaultCredentials`` looks.
protocol CredentialsSource: Sendable {
  /// What the place is called in errors.
  var name: String { get }

  /// Looks there, anew each time.
  ///
  /// - Throws: ``CredentialsError`` where something is configured there and fails. The search then ends: going on
  ///   would send requests in somebody else's name.
  func find() async throws(CredentialsError) -> CredentialsFinding
}

enum CredentialsFinding: Hashable, Sendable {
  case found(Credentials)
  /// Nothing is configured there, and how one can tell.
  case nothing(String)
}
