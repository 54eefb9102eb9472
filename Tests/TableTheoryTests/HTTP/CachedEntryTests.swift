import DynamoDB
import HTTPTypes
import Testing

@testable import TableTheory

@Suite("What HTTP says of an entry")
struct CachedEntryTests {
  private static let made = Timestamp(seconds: 784_111_777)

  private func entry(invalidatedAt: Timestamp? = nil) throws -> CacheEntry {
    var item: Item = [
      "s3_key": "home-1", "generated_at": .number(Number(Self.made.secondsRoundedDown)), "revalidate_seconds": 60,
      "etag": "abc", "status": 200, "content_type": "text/html",
      "headers": .map(["content-language": "de", "content-length": "12", "no name": "x", "x-a": "a\nb"]),
    ]
    if let invalidatedAt { item["invalidated_at"] = .number(Number(invalidatedAt.secondsRoundedDown)) }
    return try #require(CacheEntry(item, key: "home"))
  }

  private func headers(_ page: CachedResponse, after: Duration = .seconds(20)) throws -> HTTPFields {
    try #require(HTTPCaching().answer(to: .get, [:], with: page, at: Self.made + after)).headers
  }

  @Test("The entry's own headers, type, tag and times; what cannot be a header is left out")
  func attributes() throws {
    let entry = try entry()
    let page = CachedResponse(
      entry, freshness: entry.freshness(at: Self.made), staleWhileRevalidate: .seconds(30), staleIfError: .seconds(40))
    let headers = try headers(page)
    #expect(
      headers[.contentLanguage] == "de" && headers[.contentLength] == "12" && headers[.contentType] == "text/html")
    #expect(headers[.eTag] == "\"abc\"" && headers[.age] == "20")
    #expect(headers[.cacheControl] == "max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=40")
    #expect(headers[HTTPField.Name("x-a")!] == nil)
    let read = CachedResponse(entry, freshness: .missing, bodyLength: 13)
    #expect(read.bodyLength == 13 && read.invalidation == .hard)
  }

  @Test("What is invalidated is kept by no cache, or not served")
  func invalidated() throws {
    let entry = try entry(invalidatedAt: Self.made + .seconds(5))
    let now = Self.made + .seconds(20)
    let page = CachedResponse(entry, freshness: entry.freshness(at: now), staleIfError: .seconds(40))
    #expect(try headers(page)[.cacheControl] == "max-age=0, s-maxage=0")
    let hard = CachedResponse(entry, freshness: .invalidated(at: now, .hard))
    #expect(HTTPCaching().answer(to: .get, [:], with: hard, at: now) == nil)
  }

  @Test("A regenerator's page: what a tag has made stale, or could not be published, is kept by no cache")
  func pages() throws {
    let entry = try entry()
    let holder = LeaseHolder(key: "home", owner: nil, expiresAt: Self.made, fence: nil)
    func control(_ source: Page.Source, after: Duration) throws -> String? {
      let page = Page(entry: entry, source: source)
      let response = CachedResponse(page, at: Self.made + after, staleWhileRevalidate: .seconds(30))
      return try headers(response, after: after)[.cacheControl]
    }
    let kept = "max-age=0, s-maxage=60, stale-while-revalidate=30"
    for source in [.fresh, .rendered, .renderedElsewhere, .lastKnown(.throttled("slow"))] as [Page.Source] {
      #expect(try control(source, after: .seconds(20)) == kept, "\(source)")
    }
    for source in [.stale(holder), .staleRefreshing] as [Page.Source] {
      #expect(try control(source, after: .seconds(20)) == "max-age=0, s-maxage=0", "\(source)")
      #expect(try control(source, after: .seconds(70)) == kept, "\(source)")
    }
    #expect(try control(.unpublished(.lost("home", holder: nil)), after: .zero) == "max-age=0, s-maxage=0")
  }
}
