import DynamoDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import PageMiddleware
import TableTheory
import Testing

@Suite("Pages behind the middleware")
struct PageMiddlewareTests {
  /// What a request gets, without a socket in between.
  private func get(
    _ site: Site, _ uri: String = "/page", _ method: HTTPRequest.Method = .get, _ headers: HTTPFields = [:]
  ) async throws -> TestResponse {
    try await site.application.test(.router) { client in
      try await client.execute(uri: uri, method: method, headers: headers)
    }
  }

  private func text(_ response: TestResponse) -> String { String(buffer: response.body) }

  @Test("A page is made once, and then served with its tag, its age and what remains of its time")
  func hit() async throws {
    let site = try await Site()
    let first = try await get(site)
    #expect(first.status == .ok && text(first) == "page 1" && first.headers[.xSource] == "rendered")
    site.time.advance(by: .seconds(20))
    let second = try await get(site)
    #expect(text(second) == "page 1" && second.headers[.xSource] == "fresh" && site.renders.value == 1)
    #expect(second.headers[.age] == "20")
    #expect(
      second.headers[.cacheControl] == "max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=600")
    #expect(second.headers[.eTag] == "\"\(ContentHash(of: "page 1".utf8))\"")
    #expect(second.headers[.contentType] == "text/plain" && second.headers[.contentLength] == "6")
    #expect(second.headers[.lastModified] == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(second.headers[.contentLanguage] == "en" && second.headers[.setCookie] == nil)
  }

  @Test("A browser that has the page gets 304, without a body, a length or a read of the body")
  func conditional() async throws {
    let site = try await Site()
    let etag = try #require(try await get(site).headers[.eTag])
    let reads = site.bodies.reads
    for request in [
      [.ifNoneMatch: etag], [.ifNoneMatch: "W/\(etag)"], [.ifModifiedSince: "Sun, 06 Nov 1994 08:49:37 GMT"],
    ] as [HTTPFields] {
      let answer = try await get(site, "/page", .get, request)
      #expect(answer.status == .notModified && answer.body.readableBytes == 0)
      #expect(answer.headers[.eTag] == etag && answer.headers[.age] == "0" && answer.headers[.contentLength] == nil)
      #expect(answer.headers[.xSource] == "fresh")
    }
    #expect(site.bodies.reads == reads)
    #expect(try await get(site, "/page", .get, [.ifNoneMatch: "\"other\""]).status == .ok)
    #expect(try await get(site, "/page", .get, [.ifMatch: "\"other\""]).status == .preconditionFailed)
  }

  @Test("HEAD has GET's headers, its length among them, and reads no body")
  func head() async throws {
    let site = try await Site()
    let full = try await get(site)
    let reads = site.bodies.reads
    let head = try await get(site, "/page", .head)
    #expect(head.status == .ok && head.body.readableBytes == 0 && head.headers[.contentLength] == "6")
    var expected = full.headers
    expected[.xSource] = "fresh"
    #expect(Set(head.headers) == Set(expected))
    #expect(site.bodies.reads == reads)
  }

  @Test("Another program's page has no length in its row: HEAD reads it")
  func foreignHead() async throws {
    let site = try await Site()
    let name = try await site.bodies.store(Array("theirs".utf8), label: "page", publication: "1")
    let key = try site.policy.key(for: PageRequest(target: "/page"))
    let lease = try await site.table.leases.acquire(key, for: .seconds(10))
    try await site.table.publish(Publication(objectKey: name.text, revalidateAfter: .seconds(60)), holding: lease)
    let head = try await get(site, "/page", .head)
    #expect(head.headers[.contentLength] == "6" && head.body.readableBytes == 0 && site.renders.value == 0)
  }

  @Test("While a service makes a page anew, the old one is served at once, and says how old it is")
  func staleWhileRevalidate() async throws {
    let site = try await Site(refreshing: true)
    _ = try await get(site)
    site.time.advance(by: .seconds(70))
    let stale = try await get(site)
    #expect(text(stale) == "page 1" && stale.headers[.age] == "70" && site.renders.value == 1)
    #expect(stale.headers[.xSource] == "staleRefreshing")
    #expect(stale.headers[.cacheControl]?.contains("s-maxage=60, stale-while-revalidate=30") == true)
    await site.refreshes?.drain()
    let new = try await get(site)
    #expect(text(new) == "page 2" && new.headers[.age] == "0" && new.headers[.xSource] == "fresh")
  }

  @Test("A page that was invalidated is kept by no other cache while the old one is served")
  func invalidated() async throws {
    let site = try await Site(refreshing: true)
    _ = try await get(site)
    let key = try site.policy.key(for: PageRequest(target: "/page"))
    try await site.table.invalidate(key)
    let old = try await get(site)
    #expect(text(old) == "page 1" && old.headers[.cacheControl] == "max-age=0, s-maxage=0")
    try await site.table.invalidate(key, .hard)
    #expect(try await text(get(site)) == "page 2")
  }

  @Test("Who differs in what the policy names gets another page, and Vary says so")
  func vary() async throws {
    let site = try await Site(policy: CacheKeyPolicy(route: "/page", headers: ["X-Tenant"], cookies: ["currency"]))
    let euro = try await get(site, "/page", .get, [.cookie: "a=1; currency=EUR"])
    let franc = try await get(site, "/page", .get, [.cookie: "currency=CHF"])
    #expect(text(euro) == "page 1" && text(franc) == "page 2")
    #expect(euro.headers[.vary] == "cookie, x-tenant")
    #expect(try await text(get(site, "/page?utm_source=x", .get, [.cookie: "currency=EUR"])) == "page 1")
  }

  @Test("What other caches could not tell apart is private, and so is what a password protects")
  func privacy() async throws {
    let tenants = try await Site(policy: CacheKeyPolicy(route: "/page", tenancy: .perTenant))
    let acme = try await get(tenants, "/page", .get, [.xTenant: "acme"])
    #expect(acme.headers[.cacheControl] == "private, max-age=0")
    #expect(try await text(get(tenants, "/page", .get, [.xTenant: "other"])) == "page 2")
    // No key, no page: the next handler has none either.
    #expect(try await get(tenants).status == .notFound)

    let behindPassword = try await Site(policy: CacheKeyPolicy(route: "/page", allowsAuthorization: true))
    for headers in [[:], [.authorization: "Basic YTpi"]] as [HTTPFields] {
      #expect(try await get(behindPassword, "/page", .get, headers).headers[.cacheControl] == "private, max-age=0")
    }
    let open = try await Site()
    #expect(try await get(open, "/page", .get, [.authorization: "Basic YTpi"]).status == .notFound)
    #expect(open.renders.value == 0)
  }

  @Test("A negative result is never not modified, and is kept for a shorter time")
  func negative() async throws {
    let site = try await Site(status: .notFound)
    let first = try await get(site)
    #expect(first.status == .notFound && text(first) == "page 1")
    #expect(first.headers[.cacheControl] == "max-age=0, s-maxage=10")
    let etag = try #require(first.headers[.eTag])
    #expect(try await get(site, "/page", .get, [.ifNoneMatch: etag]).status == .notFound)
    #expect(site.renders.value == 1)
  }

  @Test("Where a body is lost, the page is made anew")
  func lostBody() async throws {
    let site = try await Site()
    _ = try await get(site)
    try await site.bodies.deleteAll()
    let answer = try await get(site)
    #expect(answer.status == .ok && text(answer) == "page 2")
    #expect(try await text(get(site)) == "page 2")
  }

  @Test("Other paths and methods go on to the next handler")
  func others() async throws {
    let site = try await Site()
    #expect(try await text(get(site, "/other")) == "not from the cache")
    #expect(try await text(get(site, "/page", .post)) == "posted")
    #expect(try await get(site, "/nowhere").status == .notFound)
    #expect(site.renders.value == 0)
  }

  @Test("Where neither the table nor what is known of it helps, the answer is 503, for nobody to keep")
  func tableDown() async throws {
    let site = try await Site()
    site.client.turnOff()
    let answer = try await get(site)
    #expect(answer.status == .serviceUnavailable)
    #expect(answer.headers[.cacheControl] == "no-store" && answer.headers[.retryAfter] == "1")
    #expect(!text(answer).contains("off"))
  }

  @Test("Over a socket, what follows a HEAD or a 304 on the same connection is understood")
  func framing() async throws {
    let site = try await Site()
    let (etag, bodies) = try await site.application.test(.live) { client in
      let etag = try await client.execute(uri: "/page", method: .get).headers[.eTag]
      let head = try await client.execute(uri: "/page", method: .head)
      #expect(head.headers[.contentLength] == "6" && head.body.readableBytes == 0)
      let notModified = try await client.execute(uri: "/page", method: .get, headers: [.ifNoneMatch: etag ?? ""])
      #expect(notModified.status == .notModified && notModified.headers[.contentLength] == nil)
      return (etag, try await client.execute(uri: "/page", method: .get).body)
    }
    #expect(etag != nil && String(buffer: bodies) == "page 1")
  }
}
