public import DynamoDB

/// What requests are signed with.
///
/// Printing, dumping or mirroring a value shows the access key's id and never a secret.
public struct Credentials: Hashable, Sendable {
  /// Names the keys; it is no secret: `AKIAIOSFODNN7EXAMPLE`.
  public var accessKeyID: String
  /// What signatures are made with. It is never sent.
  public var secretAccessKey: String
  /// What temporary credentials have besides.
  public var sessionToken: String?
  /// When they stop being good, or `nil` for credentials that do not expire.
  public var expiration: Timestamp?

  /// Credentials as somebody else gave them. They are not looked at: AWS refuses those that are wrong.
  ///
  /// - Parameters:
  ///   - accessKeyID: the access key's id.
  ///   - secretAccessKey: the access key's secret.
  ///   - sessionToken: what temporary credentials have besides.
  ///   - expiration: when they stop being good, or `nil` for credentials that do not expire.
  public init(
    accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Timestamp? = nil
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
  }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String {
    "Credentials(accessKeyID: \(accessKeyID), secretAccessKey: <redacted>"
      + (sessionToken == nil ? ")" : ", sessionToken: <redacted>)")
  }

  public var debugDescription: String { description }

  public var customMirror: Mirror {
    Mirror(self, children: ["accessKeyID": accessKeyID, "secretAccessKey": "<redacted>"], displayStyle: .struct)
  }
}
