/// Where requests go: a scheme, a host, perhaps a port and a path.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  /// How it is spoken to: `https`, over TLS, or `http`.
  public enum Scheme: String, Hashable, Sendable {
    /// Without encryption: for endpoints of this machine.
    case http
    /// With TLS.
    case https

    var standardPort: Int { self == .http ? 80 : 443 }
  }

  /// Whether the connection is encrypted.
  public let scheme: Scheme
  /// A name, an IPv4 address, or an IPv6 address in brackets.
  public let host: String
  /// The port, unless it is the scheme's own.
  public let port: Int?
  /// `/`, or the path that a gateway has the service at.
  public let path: String

  /// The `Host` header.
  public let authority: String
  /// The whole URL.
  public let url: String

  /// The Region that signatures name there whatever Region the client is in, or `nil` for the client's.
  package let signingRegion: Region?

  public var description: String { url }

  init(scheme: Scheme, host: String, port: Int? = nil, path: String = "/", signingRegion: Region? = nil) {
    self.scheme = scheme
    self.host = host
    self.port = port == scheme.standardPort ? nil : port
    self.path = path
    self.signingRegion = signingRegion
    authority = self.port.map { "\(host):\($0)" } ?? host
    url = "\(scheme)://\(authority)\(path)"
  }
}
