import DynamoDB
import FoundationEssentials
import HTTPTypes
import TableTheory
import Testing

/// The examples of docs/cache-keys.md, docs/http.md and docs/bodies.md, as they stand there.
struct GuideTests {
  @Test("From a request to its key")
  func keys() throws {
    let headers: HTTPFields = [.cookie: "session=secret; currency=EUR"]

    let policy = try CacheKeyPolicy(
      route: "/products/{id}", query: [.readable("page")], headers: ["X-Device"], cookies: ["currency"],
      tenancy: .perTenant, chosenBy: .headers([.acceptLanguage]))
    let request = PageRequest(
      target: "/products/42?page=2&utm_source=x", headers: headers, tenant: "acme", locale: "de")
    let key = try policy.key(for: request)

    let prefix = "TENANT#acme#CACHE#route=/products/{id}&param.id=42&query.page=2&cookie.currency=*"
    #expect(key.partition.hasPrefix(prefix) && key.partition.hasSuffix("&locale=de"))
  }

  @Test("From a page to an answer")
  func http() async throws {
    let policy = try CacheKeyPolicy(route: "/")
    let request: HTTPFields = [.ifNoneMatch: "\"9f86d081\""]
    let world = try await World()
    let pages = world.worker("a").pages
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    let entry = try await pages.publish(
      Publication(objectKey: "home-1", revalidateAfter: .seconds(60), etag: "9f86d081"), holding: lease)
    let now = world.time.now

    let caching = HTTPCaching(policy)
    let page = CachedResponse(
      entry, freshness: entry.freshness(at: now), staleWhileRevalidate: .seconds(30), staleIfError: .seconds(86_400))
    if let answer = caching.answer(to: .get, request, with: page, at: now) {
      #expect(answer.status == 304 && !answer.sendsBody)
    } else {
      Issue.record("the page may be served")
    }
  }

  @Test("Bodies, and their sweep")
  func bodies() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "guide-\(UInt64.random(in: 0 ... .max))").path()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let pages = try await World().worker("a").pages
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    let html = "<p>home</p>"

    let bodies = try DiskBodyStore(directory: folder)
    let name = try await bodies.store(
      Array(html.utf8), label: "home", publication: lease.token, contentType: "text/html")
    try await pages.publish(Publication(objectKey: name.text, revalidateAfter: .seconds(60)), holding: lease)
    let body = try await bodies.get(name)
    #expect(body == Array(html.utf8))

    let report = try await BodySweep(of: bodies, namedIn: pages).run()
    #expect(report.deleted.isEmpty && report.examined == 1)
  }
}
