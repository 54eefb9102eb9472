/// Which addresses only this machine reaches.
///
/// Source: RFC 6890, section 2.2; RFC 6761, section 6.3, for `localhost`.
enum LoopbackAddress {
  /// Whether an address to listen on is one: a name that has to be looked up is not, but for `localhost`.
  static func contains(_ host: String) -> Bool {
    let host = host.lowercased()
    return host == "localhost" || host == "::1" || (isIPv4(host) && host.hasPrefix("127."))
  }

  static func isIPv4(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { part in part.utf8.count <= 3 && UInt8(part) != nil }
  }
}
