import HTTPTypes
import TableTheory
import Testing

@Suite("From a request to its cache key")
struct CacheKeyPolicyTests {
  private func key(
    _ target: String, query: [CacheKeyPolicy.Name] = [.readable("page"), .readable("sort")],
    headers: [CacheKeyPolicy.Name] = [.readable("X-Device")], cookies: [CacheKeyPolicy.Name] = [.readable("currency")],
    fields: HTTPFields = [:]
  ) throws -> String {
    try CacheKeyPolicy(route: "/products/{id}", query: query, headers: headers, cookies: cookies)
      .key(for: PageRequest(target: target, headers: fields)).partition
  }

  private static let device = HTTPField.Name("x-device")!

  @Test("Only what the policy names gets into the key, in one order")
  func allowList() throws {
    let plain = "CACHE#route=/products/{id}&param.id=42"
    #expect(try key("/products/42") == plain)
    #expect(try key("/products/42?utm_source=x&fbclid=%zz") == plain)
    #expect(try key("/products/42", fields: [.userAgent: "x", .cookie: "session=secret"]) == plain)
    #expect(try key("/products/42?sort=up&x=1&page=2") == plain + "&query.page=2&query.sort=up")
    #expect(try key("/products/42?page=2&sort=up") == plain + "&query.page=2&query.sort=up")
    #expect(
      try key("/products/42?page=2&sort=up", query: [.readable("sort"), .readable("page")])
        == plain + "&query.page=2&query.sort=up")
    #expect(
      try key("/products/42", fields: [Self.device: "mobile", .cookie: "a=1; currency=EUR"])
        == plain + "&header.x-device=mobile&cookie.currency=EUR")
  }

  @Test(
    "Values are apart that an application could tell apart",
    arguments: [
      ("?page=", ""), ("?page", ""), ("?page", "?page="), ("?page=1&page=2", "?page=2&page=1"),
      ("?page=1", "?page=1&page=1"),
      ("?page=A", "?page=a"), ("?page=a+b", "?page=a%20b"), ("?page=a+b", "?page=a%2Bb"), ("?page=a%2Fb", "?page=a/b"),
      ("?page=%C3%A9", "?page=e%CC%81"), ("?page=1&sort=2", "?page=2&sort=1"), ("?page=1%26sort=2", "?page=1&sort=2"),
    ])
  func apart(first: String, second: String) throws {
    #expect(try key("/products/42" + first) != key("/products/42" + second))
  }

  @Test(
    "Spellings that every server reads alike are one",
    arguments: [
      ("?p%61ge=2", "?page=2"), ("?page=%41", "?page=A"), ("?page=%c3%a9", "?page=%C3%A9"), ("?page=%7e", "?page=~"),
      ("?page=é", "?page=%C3%A9"), ("?&&page=2&", "?page=2"), ("?page=2#top", "?page=2"),
    ])
  func alike(first: String, second: String) throws {
    #expect(try key("/products/42" + first) == key("/products/42" + second))
    #expect(try key("/pr%6Fducts/42" + first) == key("/products/42" + second))
  }

  @Test("Names of headers have no case, their values and the names of cookies do")
  func cases() throws {
    let upper = HTTPField.Name("X-DEVICE")!
    #expect(try key("/products/1", fields: [upper: "a"]) == key("/products/1", fields: [Self.device: "a"]))
    #expect(try key("/products/1", fields: [Self.device: "a"]) != key("/products/1", fields: [Self.device: "A"]))
    #expect(try key("/products/1", fields: [.cookie: "Currency=EUR"]) == key("/products/1"))
    #expect(try key("/products/1", fields: [Self.device: ""]) != key("/products/1"))
    #expect(try key("/products/1", fields: [.cookie: "currency="]) != key("/products/1"))
  }

  @Test("Repeated headers and cookies count with all their values; cookies may come in fields of their own")
  func repeated() throws {
    var twice: HTTPFields = [Self.device: "a"]
    twice.append(HTTPField(name: Self.device, value: "b"))
    #expect(try key("/products/1", fields: twice) != key("/products/1", fields: [Self.device: "a"]))
    var apart: HTTPFields = [.cookie: "a=1"]
    apart.append(HTTPField(name: .cookie, value: "currency=EUR"))
    #expect(try key("/products/1", fields: apart) == key("/products/1", fields: [.cookie: "a=1;currency=EUR"]))
    #expect(
      try key("/products/1", fields: [.cookie: "currency=EUR; currency=CHF"])
        != key("/products/1", fields: [.cookie: "currency=EUR"]))
  }

  @Test("Bytes of a header that are not UTF-8 are told apart")
  func bytes() throws {
    var first = HTTPFields()
    first.append(HTTPField(name: Self.device, lenientValue: [0xFE]))
    var second = HTTPFields()
    second.append(HTTPField(name: Self.device, lenientValue: [0xFF]))
    #expect(try key("/products/1", fields: first) != key("/products/1", fields: second))
  }

  @Test("A request whose tenant the key does not name gets none, nor does one without a tenant where it names one")
  func tenants() throws {
    let shared = try CacheKeyPolicy(route: "/")
    let own = try CacheKeyPolicy(route: "/", tenancy: .perTenant)
    #expect(throws: CacheKeyError.tenantNotNamed) { try shared.key(for: PageRequest(target: "/", tenant: "acme")) }
    #expect(throws: CacheKeyError.tenantNotNamed) { try shared.key(for: PageRequest(target: "/", tenant: "")) }
    #expect(throws: CacheKeyError.tenantMissing) { try own.key(for: PageRequest(target: "/")) }
    #expect(throws: CacheKeyError.tenantMissing) { try own.key(for: PageRequest(target: "/", tenant: "")) }
    let key = try own.key(for: PageRequest(target: "/", tenant: "acme"))
    #expect(key.partition == "TENANT#acme#CACHE#route=/")
    try key.check(tenant: "acme")
    #expect(throws: CacheKeyError.tenantMissing) { try key.check(tenant: nil) }
    #expect(throws: CacheKeyError.tenantNotNamed) { try CacheKey("home").check(tenant: "acme") }
    #expect(throws: CacheKeyError.otherTenant) { try key.check(tenant: "acm") }
    try CacheKey("home").check(tenant: nil)
  }

  @Test("What is made for an authorized user is nobody else's (RFC 9111, 3.5)")
  func authorization() throws {
    let request = PageRequest(target: "/", headers: [.authorization: "Basic YTpi"])
    #expect(throws: CacheKeyError.authorized) { try CacheKeyPolicy(route: "/").key(for: request) }
    let varying = try CacheKeyPolicy(route: "/", headers: ["Authorization"]).key(for: request).partition
    #expect(varying.hasPrefix("CACHE#route=/&header.authorization=*") && !varying.contains("YTpi"))
    #expect(try CacheKeyPolicy(route: "/", allowsAuthorization: true).key(for: request).partition == "CACHE#route=/")
  }

  @Test("What decides between pages is in Vary, or no other cache may keep them (RFC 9111, 4.1)")
  func choice() throws {
    let request = PageRequest(target: "/", tenant: "acme", locale: "de", variant: "b")
    let byHeaders = try CacheKeyPolicy(
      route: "/", headers: ["Accept"], cookies: ["a"], tenancy: .perTenant,
      chosenBy: .headers([.acceptLanguage, .cookie, HTTPField.Name("X-Tenant")!]))
    #expect(byHeaders.vary.map(\.canonicalName) == ["accept", "accept-language", "cookie", "x-tenant"])
    #expect(byHeaders.audience == .everybody)
    #expect(throws: Never.self) { try byHeaders.key(for: request) }
    #expect(try CacheKeyPolicy(route: "/", tenancy: .perTenant, chosenBy: .url).audience == .everybody)
    let byAddress = try CacheKeyPolicy(route: "/", tenancy: .perTenant, chosenBy: .other)
    #expect(byAddress.audience == .visitor)
    #expect(throws: Never.self) { try byAddress.key(for: request) }

    let unsaid = try CacheKeyPolicy(route: "/", tenancy: .perTenant)
    #expect(unsaid.audience == .visitor)
    for request in [
      PageRequest(target: "/", tenant: "acme", locale: "de"), PageRequest(target: "/", tenant: "acme", variant: "b"),
    ] {
      #expect(throws: CacheKeyError.choiceNotNamed) { try unsaid.key(for: request) }
    }
    #expect(try CacheKeyPolicy(route: "/").audience == .everybody)
  }

  @Test("Pages of who has a password are private (RFC 9111, 3.5)")
  func authorizedAudience() throws {
    #expect(try CacheKeyPolicy(route: "/", allowsAuthorization: true).audience == .visitor)
    #expect(try CacheKeyPolicy(route: "/", headers: ["authorization"]).audience == .visitor)
    #expect(try CacheKeyPolicy(route: "/", chosenBy: .headers([.authorization])).audience == .visitor)
  }

  @Test("GET and HEAD have one key; other methods and other routes have none")
  func methods() throws {
    let policy = try CacheKeyPolicy(route: "/a/{b}")
    #expect(
      try policy.key(for: PageRequest(method: .head, target: "/a/1")) == policy.key(for: PageRequest(target: "/a/1")))
    #expect(throws: CacheKeyError.method("POST")) { try policy.key(for: PageRequest(method: .post, target: "/a/1")) }
    for target in ["/a", "/a/", "/a/1/", "/a/1/2", "/b/1", "//a/1", "/a//1"] {
      #expect(throws: CacheKeyError.otherRoute("/a/{b}")) { try policy.key(for: PageRequest(target: target)) }
    }
    for target in ["", "a/1", "/a/%", "/a/%4", "/a/..", "/a/%2e%2E", "/a/."] {
      let error = #expect(throws: CacheKeyError.self) { try policy.key(for: PageRequest(target: target)) }
      if case .malformed = error {} else { Issue.record("\(target): \(String(describing: error))") }
    }
    let bad = PageRequest(target: "/a/1?page=%4")
    #expect(throws: CacheKeyError.self) { try CacheKeyPolicy(route: "/a/{b}", query: ["page"]).key(for: bad) }
    #expect(throws: Never.self) { try policy.key(for: bad) }
  }

  @Test("An encoded slash is inside its segment; the rest of a path is one parameter")
  func segments() throws {
    let one = try CacheKeyPolicy(route: "/files/{name}")
    #expect(
      try one.key(for: PageRequest(target: "/files/a%2fb")).partition == "CACHE#route=/files/{name}&param.name=a%2Fb")
    let rest = try CacheKeyPolicy(route: "/files/{path*}")
    let inside = try rest.key(for: PageRequest(target: "/files/a/b"))
    #expect(inside != (try rest.key(for: PageRequest(target: "/files/a%2Fb"))))
    #expect(throws: CacheKeyError.otherRoute("/files/{path*}")) { try rest.key(for: PageRequest(target: "/files")) }
  }

  @Test("Language, variant and deployment are parts of their own; Vary names what the policy reads")
  func partsOfTheApplication() throws {
    let policy = try CacheKeyPolicy(
      route: "/", headers: ["X-Device", "Accept"], cookies: ["a"], chosenBy: .url, deployID: "2026-11-24")
    let key = try policy.key(for: PageRequest(target: "/", locale: "de", variant: "b"))
    #expect(key.partition == "CACHE#route=/&locale=de&variant=b&deploy=2026-11-24")
    #expect(policy.vary.map(\.canonicalName) == ["accept", "cookie", "x-device"])
  }

  @Test(
    "A policy that is wrong is refused",
    arguments: [
      "products", "/a/{}", "/a/{b}/{b}", "/a/{b*}/c", "/a/x{b}", "/a/%", "/{*}",
    ])
  func invalid(route: String) {
    #expect(throws: CacheKeyError.self) { try CacheKeyPolicy(route: route) }
  }

  @Test("A name twice, an empty one, or one that servers read differently is refused")
  func invalidNames() {
    #expect(throws: CacheKeyError.self) { try CacheKeyPolicy(route: "/", query: ["a", .readable("a")]) }
    #expect(throws: CacheKeyError.self) { try CacheKeyPolicy(route: "/", query: [""]) }
    #expect(throws: CacheKeyError.self) { try CacheKeyPolicy(route: "/", query: ["a b"]) }
    #expect(throws: CacheKeyError.self) { try CacheKeyPolicy(route: "/", headers: ["X-A", "x-a"]) }
    #expect(throws: CacheKeyError.self) { try CacheKeyPolicy(route: "/", headers: ["not a name"]) }
    #expect(throws: CacheKeyError.self) { try CacheKeyPolicy(route: "/", cookies: ["a", "a"]) }
  }
}
