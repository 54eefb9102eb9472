extension Endpoint {
  /// Reads an endpoint such as `http://localhost:8000`.
  ///
  /// - Throws: ``ConfigurationError`` for anything but a scheme, a host and, if need be, a port and a path: a
  ///   user name, a query or a fragment has no meaning here. A path is refused that is not the same in the URL and in a
  ///   signature: one with characters to be encoded, with `//`, or with `.` or `..` for a segment.
  public init(_ text: String) throws(ConfigurationError) {
    guard let colon = text.firstRange(of: "://"), let scheme = Scheme(rawValue: text[..<colon.lowerBound].lowercased())
    else {
      throw Self.refused("does not begin with \"http://\" or \"https://\"")
    }
    guard text[colon.upperBound...].utf8.allSatisfy(Self.allowed.contains) else {
      throw Self.refused("holds a user name, a query, a fragment, or a character that would have to be encoded")
    }
    let rest = text[colon.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    let (host, port) = try Self.split(authority)
    self.init(
      scheme: scheme, host: host.lowercased(), port: port, path: try Self.checked(path: rest[authority.endIndex...]))
  }

  private static func checked(path: Substring) throws(ConfigurationError) -> String {
    guard !path.isEmpty else { return "/" }
    guard !path.contains(where: { ":[]".contains($0) }) else {
      throw refused("has a path with a character that would have to be encoded")
    }
    // The last segment may be empty: `/a/` is a path of its own.
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    guard !segments.dropLast().contains(""), !segments.contains("."), !segments.contains("..") else {
      throw refused("has a path with \"//\", or with a segment \".\" or \"..\"")
    }
    return String(path)
  }

  private static func split(_ authority: Substring) throws(ConfigurationError) -> (host: Substring, port: Int?) {
    var host = authority
    var port: Int?
    // The colons inside an IPv6 address's brackets belong to the address.
    let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
    if let colon = authority[afterBracket...].lastIndex(of: ":") {
      host = authority[..<colon]
      guard let number = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(number) else {
        throw refused("has a port that is not a number from 1 to 65535")
      }
      port = number
    }
    let isAddress = host.hasPrefix("[") && host.hasSuffix("]") && host.count > 2
    guard isAddress || (!host.isEmpty && !host.contains { ":[]".contains($0) }) else {
      throw refused("has no host, or one that is not a name or an address")
    }
    return (host, port)
  }

  /// What needs no encoding in a path, and the brackets and colons of an authority.
  private static let allowed = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:[]".utf8)

  /// The text itself is not quoted: somebody may have put a password into it.
  private static func refused(_ problem: String) -> ConfigurationError {
    ConfigurationError("endpoint", "the URL \(problem); an endpoint is written like \"http://localhost:8000\"")
  }
}
