public import HTTPTypes

/// What a route's pages depend on, and so which requests get the same page.
///
///     let policy = try CacheKeyPolicy(route: "/products/{id}", query: [.readable("page")], cookies: ["currency"])
///     let key = try policy.key(for: PageRequest(target: "/products/42?page=2&utm_source=x", headers: headers))
///
/// Only what is named here gets into the key, so that a visitor cannot make a page anew by adding a parameter. The
/// renderer must not look at anything else: what it reads and the policy does not name is served to everybody.
///
/// Requests that an application could answer differently never get the same key: values are compared byte by byte, a
/// repeated one by all its values in their order, a missing one is not an empty one, and of escapes only those are
/// resolved that mean the same to every server.
public struct CacheKeyPolicy: Sendable {
  /// A name in an allow-list. A literal is one whose value is hashed in the key.
  public struct Name: Sendable, ExpressibleByStringLiteral {
    let text: String
    let isReadable: Bool

    public init(stringLiteral text: String) { self.init(text, isReadable: false) }

    private init(_ text: String, isReadable: Bool) {
      self.text = text
      self.isReadable = isReadable
    }

    /// One whose value is no secret, and is written as it is where it is short and plain.
    public static func readable(_ name: String) -> Name { Name(name, isReadable: true) }

    /// One whose value is hashed in the key.
    public static func hashed(_ name: String) -> Name { Name(name, isReadable: false) }
  }

  /// Whether keys name a tenant. Either way, a request that does not fit gets no key.
  public enum Tenancy: Hashable, Sendable {
    /// The pages are everybody's: a request that is a tenant's is refused.
    case shared
    /// Each tenant has pages of its own: a request that is nobody's is refused.
    case perTenant
  }

  /// By what an application chooses a request's tenant, locale and variant. Other caches go by the URL and by what `Vary`
  /// names: a header that decides and is not named there has them serve one visitor's page to another.
  public enum Choice: Hashable, Sendable {
    /// By the URL alone, its host included.
    case url
    /// By these headers, `.acceptLanguage` or `.cookie` say, and perhaps the URL.
    case headers([HTTPField.Name])
    /// By what no header says, the visitor's address say: no cache but the browser may keep the pages.
    case other
  }

  let route: RoutePattern
  let query: [Name]
  let headers: [(field: HTTPField.Name, name: Name)]
  let cookies: [Name]
  let tenancy: Tenancy
  let chosenBy: Choice?
  let deployID: String?
  let allowsAuthorization: Bool

  /// - Parameters:
  ///   - route: a pattern such as `/products/{id}`; `{path*}` at its end takes all that is left.
  ///   - query: the names of the query's parameters that the page depends on, as they are after decoding.
  ///   - headers: names of headers; case does not matter.
  ///   - cookies: names of cookies.
  ///   - chosenBy: by what the application chooses a request's tenant, locale and variant. Where it is not said, a tenant's
  ///     pages are private, and a request with a locale or a variant is refused.
  ///   - deployID: the version of the program, where a new one is to begin with no pages.
  ///   - allowsAuthorization: lets requests with an `Authorization` header share pages although the policy does not vary
  ///     by it: for a site that is wholly behind one password. No cache but the browser may keep them.
  /// - Throws: ``CacheKeyError/invalid(_:)`` for a route that is no pattern, or a name that is empty or named twice.
  public init(
    route: String, query: [Name] = [], headers: [Name] = [], cookies: [Name] = [], tenancy: Tenancy = .shared,
    chosenBy: Choice? = nil, deployID: String? = nil, allowsAuthorization: Bool = false
  ) throws(CacheKeyError) {
    self.route = try RoutePattern(route)
    self.query = try Self.sorted(query, "query parameter")
    for name in query where name.text.utf8.contains(where: { "+% ".utf8.contains($0) }) {
      throw .invalid(
        "the query parameter \"\(name.text)\" holds a space, \"+\" or \"%\": servers read those differently")
    }
    self.cookies = try Self.sorted(cookies, "cookie")
    var fields: [(field: HTTPField.Name, name: Name)] = []
    for name in headers {
      guard let field = HTTPField.Name(name.text) else { throw .invalid("\"\(name.text)\" is not a header's name") }
      fields.append((field, name))
    }
    fields.sort { $0.field.canonicalName < $1.field.canonicalName }
    guard Set(fields.map(\.field)).count == fields.count else { throw .invalid("a header is named twice") }
    self.headers = fields
    self.tenancy = tenancy
    self.chosenBy = chosenBy
    self.deployID = deployID
    self.allowsAuthorization = allowsAuthorization
  }

  /// In the order of their bytes, so that the order in the program does not matter.
  private static func sorted(_ names: [Name], _ kind: String) throws(CacheKeyError) -> [Name] {
    let sorted = names.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    for (index, name) in sorted.enumerated() {
      guard !name.text.isEmpty else { throw .invalid("a \(kind) has an empty name") }
      if index > 0, sorted[index - 1].text.utf8.elementsEqual(name.text.utf8) {
        throw .invalid("the \(kind) \"\(name.text)\" is named twice")
      }
    }
    return sorted
  }

  /// The headers to name in `Vary`, in order: those of the allow-list, `cookie` where cookies are in it, and those by which
  /// the application chooses.
  ///
  /// Source: RFC 9110, 12.5.5.
  public var vary: [HTTPField.Name] {
    var names = Set(headers.map(\.field))
    if !cookies.isEmpty { names.insert(.cookie) }
    if case .headers(let deciding) = chosenBy { names.formUnion(deciding) }
    return names.sorted { $0.canonicalName < $1.canonicalName }
  }

  /// Who else may keep the pages: nobody where they are for who has a password, or where other caches cannot know which of
  /// them a request gets.
  ///
  /// Source: RFC 9111, 3.5.
  public var audience: HTTPCaching.Audience {
    if allowsAuthorization || vary.contains(.authorization) { return .visitor }
    switch chosenBy {
    case .url, .headers: return .everybody
    case .other: return .visitor
    case nil: return tenancy == .perTenant ? .visitor : .everybody
    }
  }
}
