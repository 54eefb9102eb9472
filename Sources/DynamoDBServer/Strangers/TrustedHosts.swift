/// Which names a server on a loopback address may be called by.
///
/// A page of a web site may be made to reach it under that site's name: to the browser the two are one origin then, and
/// it lets the page send and read what it likes. Such a request has the site's name in `Host`. An address in it cannot be
/// made to point elsewhere, and nobody but the machine itself resolves `localhost`.
///
/// Source: Jackson et al., "Protecting Browsers from DNS Rebinding Attacks", section 5.1.
struct TrustedHosts: Sendable {
  private let names: Set<String>

  /// - Parameter names: names besides those of this machine.
  init(_ names: [String]) { self.names = Set(names.map { $0.lowercased() }) }

  /// - Parameter authority: the `Host` header; `nil` where there is none, which no browser leaves out.
  func allow(_ authority: String?) -> Bool {
    guard let authority else { return true }
    let host = Self.host(of: authority)
    return host.hasPrefix("[") || LoopbackAddress.isIPv4(host) || host == "localhost" || host.hasSuffix(".localhost")
      || names.contains(host)
  }

  /// Without the port, in lower case.
  private static func host(of authority: String) -> String {
    let authority = authority.lowercased()
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]) }
    let name = authority.prefix { $0 != ":" }
    return String(name.hasSuffix(".") ? name.dropLast() : name)
  }
}
