/// A route's pattern, such as `/products/{id}` or `/files/{path*}`, and the parameters of the paths that match it.
struct RoutePattern: Hashable, Sendable {
  enum Segment: Hashable, Sendable {
    case literal([UInt8])
    /// Matches one segment that is not empty.
    case parameter(String)
    /// Matches all that is left, one segment at least.
    case rest(String)
  }

  let text: String
  let segments: [Segment]

  /// - Throws: ``CacheKeyError/invalid(_:)`` for a pattern that does not begin with `/`, names a parameter twice or not
  ///   at all, or has something after `{name*}`.
  init(_ text: String) throws(CacheKeyError) {
    guard text.utf8.first == UInt8(ascii: "/") else { throw .invalid("the route \(text) does not begin with \"/\"") }
    var segments: [Segment] = []
    var names: [[UInt8]] = []
    for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if case .rest = segments.last { throw .invalid("the route \(text) goes on after {...*}, which takes all") }
      let segment = try Self.segment(Array(part), of: text)
      if case .parameter(let name) = segment { names.append(Array(name.utf8)) }
      if case .rest(let name) = segment { names.append(Array(name.utf8)) }
      segments.append(segment)
    }
    guard Set(names).count == names.count else { throw .invalid("the route \(text) names a parameter twice") }
    self.text = text
    self.segments = segments
  }

  private static func segment(_ part: [UInt8], of route: String) throws(CacheKeyError) -> Segment {
    guard part.first == UInt8(ascii: "{"), part.last == UInt8(ascii: "}") else {
      if part.contains(UInt8(ascii: "{")) || part.contains(UInt8(ascii: "}")) {
        throw .invalid("the route \(route) has a parameter that is not a whole segment")
      }
      guard let literal = URLText.normalized(part) else {
        throw .invalid("the route \(route) has a \"%\" without two hexadecimal digits")
      }
      return .literal(literal)
    }
    let isRest = part.dropLast().last == UInt8(ascii: "*")
    let name = String(decoding: part.dropFirst().dropLast(isRest ? 2 : 1), as: UTF8.self)
    guard !name.isEmpty else { throw .invalid("the route \(route) has a parameter without a name") }
    return isRest ? .rest(name) : .parameter(name)
  }

  /// The parameters of a path, normalized and still encoded; `nil` where the path does not match.
  ///
  /// - Parameter path: without a query.
  /// - Throws: ``CacheKeyError/malformed(_:)`` for a path that does not begin with `/`, or has a `%` without two digits,
  ///   or a segment `.` or `..`, encoded or not: servers do not agree on what those mean.
  func parameters(of path: String) throws(CacheKeyError) -> [(name: String, value: [UInt8])]? {
    guard path.utf8.first == UInt8(ascii: "/") else { throw .malformed("the path does not begin with \"/\"") }
    var parts: [[UInt8]] = []
    for part in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let part = URLText.normalized(part) else {
        throw .malformed("the path has a \"%\" without two hexadecimal digits")
      }
      guard part != Array(".".utf8), part != Array("..".utf8) else {
        throw .malformed("the path has a segment \".\" or \"..\"")
      }
      parts.append(part)
    }
    var found: [(name: String, value: [UInt8])] = []
    for (index, segment) in segments.enumerated() {
      guard index < parts.count else { return nil }
      switch segment {
      case .literal(let literal): if parts[index] != literal { return nil }
      case .parameter(let name):
        if parts[index].isEmpty { return nil }
        found.append((name, parts[index]))
      case .rest(let name):
        found.append((name, Array(parts[index...].joined(separator: [UInt8(ascii: "/")]))))
        return found
      }
    }
    return parts.count == segments.count ? found : nil
  }
}
