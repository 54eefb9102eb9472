/// Who may use a ``DynamoDBServer``: an access key and its secret, which requests are signed with.
///
/// Printing, dumping or mirroring a value shows the id and never the secret.
public struct AccessKey: Hashable, Sendable {
  /// Names the key; it is no secret.
  public var id: String
  /// What signatures are made with.
  public var secret: String

  /// A key of its two parts.
  public init(id: String, secret: String) {
    self.id = id
    self.secret = secret
  }
}

extension AccessKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "AccessKey(id: \(id), secret: <redacted>)" }

  public var debugDescription: String { description }

  public var customMirror: Mirror {
    Mirror(self, children: ["id": id, "secret": "<redacted>"], displayStyle: .struct)
  }
}
