internal import DynamoDB

/// Credentials as JSON: what the container endpoint, the instance metadata service and a `credential_process` give.
struct CredentialsDocument: Hashable, Sendable {
  private(set) var code: String?
  private(set) var version: Int?
  private var accessKeyID: String?
  private var secretAccessKey: String?
  private var tokens: [String: String] = [:]
  private var expiration: String?

  /// - Throws: ``CredentialsError`` for what is not such a document. It quotes nothing.
  init(json: [UInt8]) throws(CredentialsError) {
    do throws(DynamoDBError) {
      var reader = JSONReader(json)
      try reader.object { reader, name throws(DynamoDBError) in try self.read(name, &reader) }
      try reader.finish()
    } catch {
      throw CredentialsError("what came is not a JSON document with credentials (\(error.message))")
    }
  }

  /// - Parameter token: what the session token's member is called there.
  func credentials(token: String) throws(CredentialsError) -> Credentials {
    var moment: Timestamp?
    if let expiration {
      guard let parsed = Timestamp(iso8601: expiration) else {
        throw CredentialsError("Expiration is not a date and time after ISO 8601")
      }
      moment = parsed
    }
    return try Credentials(
      accessKeyID: ("AccessKeyId", accessKeyID), secretAccessKey: ("SecretAccessKey", secretAccessKey),
      sessionToken: (token, tokens[token]), expiration: moment)
  }

  private init() {}

  private mutating func read(_ name: String, _ reader: inout JSONReader) throws(DynamoDBError) {
    switch name {
    case "Code": code = try reader.string()
    case "Version": version = try reader.integer()
    case "AccessKeyId": accessKeyID = try reader.string()
    case "SecretAccessKey": secretAccessKey = try reader.string()
    case "Token", "SessionToken": tokens[name] = try reader.string()
    case "Expiration": expiration = try reader.string()
    default: try reader.skip()
    }
  }
}
