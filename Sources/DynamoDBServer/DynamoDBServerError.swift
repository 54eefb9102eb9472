/// Why a server does not start.
public enum DynamoDBServerError: Error, Hashable, Sendable {
  /// It was to listen where other machines reach it, and to let in everybody.
  case openToStrangers(host: String)
}

extension DynamoDBServerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .openToStrangers(let host):
      "\(host) is no loopback address: whoever reaches it could read and write everything. Give the server an access "
        + "key, or say that it is to be open to anyone"
    }
  }
}
