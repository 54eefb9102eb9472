internal import DynamoDB

extension Credentials {
  /// Whether a text can be a key or a token: it goes into headers as it stands.
  static func isUsable(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  /// Credentials as somebody sent or wrote them.
  ///
  /// - Throws: ``CredentialsError`` where a key is missing or holds what no key has; it names the member, never its
  ///   value.
  init(
    accessKeyID: (name: String, value: String?), secretAccessKey: (name: String, value: String?),
    sessionToken: (name: String, value: String?), expiration: Timestamp? = nil
  ) throws(CredentialsError) {
    self.init(
      accessKeyID: try Self.required(accessKeyID), secretAccessKey: try Self.required(secretAccessKey),
      sessionToken: try Self.checked(sessionToken), expiration: expiration)
  }

  private static func required(_ member: (name: String, value: String?)) throws(CredentialsError) -> String {
    guard let value = try checked(member) else { throw CredentialsError("\(member.name) is missing or empty") }
    return value
  }

  private static func checked(_ member: (name: String, value: String?)) throws(CredentialsError) -> String? {
    guard let value = member.value, !value.isEmpty else { return nil }
    guard isUsable(value) else {
      throw CredentialsError(
        "\(member.name) holds a space, a line break or another character that no key has: remove it")
    }
    return value
  }
}
