/// A request without its body, as it came.
package struct SignedHead: Sendable {
  /// A header line, its name in lower case.
  package struct Header: SignableHeader {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package var method: String
  /// As on the wire, without the query.
  package var path: String
  /// As on the wire, without the question mark.
  package var query: String
  /// `host` among them.
  package var headers: [Header]

  /// - Parameter target: path and query, as on the wire.
  package init(method: String, target: String, headers: [Header]) {
    self.method = method
    let sides = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = sides.first.map(String.init) ?? ""
    query = sides.count > 1 ? String(sides[1]) : ""
    self.headers = headers
  }

  /// The value of the only header with this name.
  func value(of name: String) -> String? {
    var found: String?
    for header in headers where header.name == name {
      if found != nil { return nil }
      found = header.value
    }
    return found
  }

  func has(_ name: String) -> Bool { headers.contains { $0.name == name } }

  func headers(named names: [String]) -> [Header] { headers.filter { names.contains($0.name) } }

  /// In the order that is signed; what stands in it is encoded already.
  var canonicalQuery: String {
    var pairs: [(name: String, value: String)] = []
    for pair in query.split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      pairs.append((String(sides[0]), sides.count > 1 ? String(sides[1]) : ""))
    }
    pairs.sort { $0.name == $1.name ? $0.value < $1.value : $0.name < $1.name }
    return pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }
}
