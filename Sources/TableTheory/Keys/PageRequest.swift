public import HTTPTypes

/// What of a visitor's request decides which page it gets.
public struct PageRequest: Sendable {
  /// Keys are for GET and HEAD alone.
  public var method: HTTPRequest.Method
  /// The path as it came, escapes and all, and the query after `?`, if there is one.
  public var target: String
  /// Of which only those count that the policy names.
  public var headers: HTTPFields
  /// Whose request it is, from the host name or the user's session, say; `nil` where it is nobody's.
  public var tenant: String?
  /// The language that the application chose for it.
  public var locale: String?
  /// What else the application tells apart: `mobile`.
  public var variant: String?

  /// A request as a policy sees it.
  public init(
    method: HTTPRequest.Method = .get, target: String, headers: HTTPFields = [:], tenant: String? = nil,
    locale: String? = nil, variant: String? = nil
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.tenant = tenant
    self.locale = locale
    self.variant = variant
  }
}

extension PageRequest {
  /// The path and the query without its `?`.
  var pathAndQuery: (path: String, query: [UInt8]) {
    // A fragment is not sent; one that is all the same is no part of the query.
    let target = target.utf8.prefix { $0 != UInt8(ascii: "#") }
    let path = target.prefix { $0 != UInt8(ascii: "?") }
    return (String(decoding: path, as: UTF8.self), Array(target[path.endIndex...].dropFirst()))
  }
}
