import DynamoDB
import FoundationEssentials
import HTTPTypes
import TableTheory
import Testing

/// The examples of docs/cache-keys.md, docs/http.md and docs/bodies.md, as they stand there.
struct PageGuideTests {
  @Test("From a request to its key")
  func keys() throws {
    let headers: HTTPFields = [.cookie: "session=secret; currency=EUR"]

    let policy = try CacheKeyPolicy(
      route: "/products/{id}", query: [.readable("page")], headers: ["X-Device"], cookies: ["currency"],
      tenancy: .perTenant, chosenBy: .headers([.acceptLanguage]))
    let request = PageRequest(
      target: "/products/42?page=2&utm_source=x", headers: headers, tenant: "acme", locale: "de")
    let key = try policy.key(for: request)
    // TENANT#acme#CACHE#route=/products/{id}&param.id=42&query.page=2&cookie.currency=*6f0b...&locale=de

    let prefix = "TENANT#acme#CACHE#route=/products/{id}&param.id=42&query.page=2&cookie.currency=*"
    #expect(key.partition.hasPrefix(prefix) && key.partition.hasSuffix("&locale=de"))
  }

  /// An answer as docs/http.md makes it.
  private func answer(
    to request: HTTPFields, with entry: CacheEntry, from bodies: some BodyStore, _ name: BodyName, at now: Timestamp
  ) async throws -> (Int, HTTPFields, [UInt8])? {
    let policy = try CacheKeyPolicy(route: "/")

    let caching = HTTPCaching(policy)
    let page = CachedResponse(
      entry, freshness: entry.freshness(at: now), staleWhileRevalidate: .seconds(30), staleIfError: .seconds(86_400))
    guard let answer = caching.answer(to: .get, request, with: page, at: now) else {
      // not from the cache: invalidated for good, or neither GET nor HEAD
      return nil
    }
    // the body is read only where it is sent
    let body = answer.sendsBody ? try await bodies.get(name) : []
    return (answer.status, answer.headers, body)
  }

  @Test("From a page to an answer")
  func http() async throws {
    let bodies = MemoryBodyStore()
    let name = try await bodies.store(Array("home".utf8), label: "home", publication: "1", contentType: nil)
    let world = try await World()
    let pages = world.worker("a").pages
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    let entry = try await pages.publish(
      Publication(objectKey: name.text, revalidateAfter: .seconds(60), etag: "9f86d081"), holding: lease)
    let now = world.time.now + .seconds(20)

    let known = try #require(
      try await answer(to: [.ifNoneMatch: "\"9f86d081\""], with: entry, from: bodies, name, at: now))
    #expect(known.0 == 304 && known.2.isEmpty)
    let new = try #require(try await answer(to: [:], with: entry, from: bodies, name, at: now))
    #expect(new.0 == 200 && new.2 == Array("home".utf8) && new.1[.age] == "20")
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
