import DynamoDB
import HTTPTypes
import TableTheory
import TableTheoryTesting
import Testing

@Suite("What HTTP says of a cached page")
struct HTTPCachingTests {
  private static let made = Timestamp(seconds: 784_111_777)

  private func page(_ change: (inout CachedResponse) -> Void = { _ in }) -> CachedResponse {
    var page = CachedResponse(
      contentType: "text/html", bodyLength: 12, etag: "abc", generatedAt: Self.made, revalidateAfter: .seconds(60),
      staleWhileRevalidate: .seconds(30), staleIfError: .seconds(3600))
    change(&page)
    return page
  }

  private func answer(
    _ request: HTTPFields = [:], _ method: HTTPRequest.Method = .get, after: Duration = .seconds(20),
    caching: HTTPCaching = HTTPCaching(), _ change: (inout CachedResponse) -> Void = { _ in }
  ) throws -> HTTPAnswer {
    try #require(caching.answer(to: method, request, with: page(change), at: Self.made + after))
  }

  @Test(
    "RFC 9110, 8.8.3: the tag is strong and quoted, whatever the row has",
    arguments: [
      ("abc", "\"abc\""), ("\"abc\"", "\"abc\""), ("W/\"abc\"", "W/\"abc\""), ("a,b", "\"a,b\""), ("", nil),
      ("a b", nil),
      ("a\"b", nil), ("\"", nil),
    ])
  func etag(row: String, sent: String?) throws {
    let etag = try #require(try answer { $0.etag = row }.headers[.eTag])
    #expect(etag == sent ?? "\"\(ContentHash(of: row.utf8))\"")
    #expect(try answer([.ifNoneMatch: etag]) { $0.etag = row }.status == 304)
  }

  @Test(
    "RFC 9110, 13.1.2: If-None-Match is a list, compared weakly; * is any",
    arguments: [
      ("\"abc\"", 304), ("W/\"abc\"", 304), ("*", 304), (" * ", 304), ("\"x\", \"abc\"", 304), ("\"x\",W/\"abc\"", 304),
      (", ,\"abc\"", 304), ("\"a,b\", \"abc\"", 304), ("\"x\"", 200), ("abc", 200), ("w/\"abc\"", 200),
      ("\"ABC\"", 200),
      ("*, \"x\"", 200), ("", 200), ("\"abc", 200), ("\"x\" \"abc\"", 200), ("\"abc\"x", 304),
    ])
  func ifNoneMatch(header: String, status: Int) throws {
    #expect(try answer([.ifNoneMatch: header]).status == status)
    #expect(try answer([.ifNoneMatch: header], .head).status == status)
  }

  @Test("RFC 9110, 5.3: a list in two fields is one list")
  func twoFields() throws {
    var request: HTTPFields = [.ifNoneMatch: "\"x\""]
    request.append(HTTPField(name: .ifNoneMatch, value: "\"abc\""))
    #expect(try answer(request).status == 304)
  }

  @Test("RFC 9110, 15.4.5: a 304 has what a 200 would have of six headers, and describes no body")
  func notModified() throws {
    let caching = HTTPCaching(vary: [.accept])
    let own: (inout CachedResponse) -> Void = { $0.headers = [.contentLocation: "/home", .contentEncoding: "gzip"] }
    let full = try answer(caching: caching, own)
    let short = try answer([.ifNoneMatch: "\"abc\""], caching: caching, own)
    #expect(!short.sendsBody)
    let names: [HTTPField.Name] = [.age, .cacheControl, .contentLocation, .date, .eTag, .vary]
    for name in names { #expect(short.headers[name] != nil && short.headers[name] == full.headers[name], "\(name)") }
    #expect(Set(short.headers.map(\.name)) == Set(names))
    let undated = try answer([.ifModifiedSince: "Sun, 06 Nov 1994 08:49:37 GMT"], caching: caching) { $0.etag = nil }
    #expect(undated.status == 304 && undated.headers[.lastModified] == "Sun, 06 Nov 1994 08:49:37 GMT")
  }

  @Test("RFC 9110, 13.2.2: tags go before dates")
  func precedence() throws {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    #expect(try answer([.ifNoneMatch: "\"x\"", .ifModifiedSince: date]).status == 200)
    #expect(try answer([.ifNoneMatch: "\"abc\"", .ifModifiedSince: "Sat, 05 Nov 1994 08:49:37 GMT"]).status == 304)
    #expect(try answer([.ifMatch: "\"abc\"", .ifUnmodifiedSince: "Sat, 05 Nov 1994 08:49:37 GMT"]).status == 200)
    #expect(try answer([.ifMatch: "\"x\"", .ifNoneMatch: "\"abc\""]).status == 412)
  }

  @Test("RFC 9110, 13.1.1: If-Match is compared strongly")
  func ifMatch() throws {
    #expect(try answer([.ifMatch: "\"abc\""]).status == 200)
    #expect(try answer([.ifMatch: "*"]).status == 200)
    let failed = try answer([.ifMatch: "W/\"abc\""])
    #expect(failed.status == 412 && !failed.sendsBody && failed.headers[.cacheControl] == "no-store")
    #expect(try answer([.ifUnmodifiedSince: "Sat, 05 Nov 1994 08:49:37 GMT"]).status == 412)
    #expect(try answer([.ifUnmodifiedSince: "yesterday"]).status == 200)
  }

  @Test(
    "RFC 9110, 13.1.3 and 5.6.7: If-Modified-Since in each of the three forms",
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 304), ("Sunday, 06-Nov-94 08:49:37 GMT", 304),
      ("Sun Nov  6 08:49:37 1994", 304),
      ("Sun, 06 Nov 1994 08:49:38 GMT", 304), ("Sun, 06 Nov 1994 08:49:36 GMT", 200), ("Sun Nov  6 08:49:36 1994", 200),
      ("Sun, 06 Nov 1994 08:49:37", 200), ("Sun, 31 Nov 1994 08:49:37 GMT", 200), ("784111777", 200), ("", 200),
      ("Sun, 06 Nov 1994 08:49:37 CET", 200), ("Sun, 06 Nov 1994 24:49:37 GMT", 200),
    ])
  func ifModifiedSince(header: String, status: Int) throws {
    #expect(try answer([.ifModifiedSince: header]).status == status)
  }

  @Test("RFC 9110, 13.2.1 and RFC 9111, 4: a negative result is never not modified, and keeps its own, shorter time")
  func negative() throws {
    let negative: (inout CachedResponse) -> Void = {
      $0.status = 404
      $0.revalidateAfter = .seconds(5)
    }
    for request in [[.ifNoneMatch: "\"abc\""], [.ifNoneMatch: "*"], [.ifMatch: "\"x\""]] as [HTTPFields] {
      let answer = try answer(request, after: .seconds(2), negative)
      #expect(answer.status == 404 && answer.sendsBody)
      #expect(answer.headers[.cacheControl] == "max-age=0, s-maxage=5" && answer.headers[.age] == "2")
    }
    #expect(try answer { $0.status = 503 }.headers[.cacheControl] == "no-store")
  }

  @Test("RFC 9110, 9.3.2: HEAD has GET's headers, the length among them, and no body")
  func head() throws {
    let get = try answer()
    let head = try answer([:], .head)
    #expect(get.sendsBody && !head.sendsBody)
    #expect(head.status == 200 && head.headers == get.headers && head.headers[.contentLength] == "12")
  }

  @Test("RFC 9111, 5.1 and 5.2.2.10; RFC 5861: Age and s-maxage together leave what is left")
  func lifetime() throws {
    let fresh = try answer(after: .milliseconds(20_001)).headers
    #expect(fresh[.age] == "21")
    #expect(fresh[.cacheControl] == "max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=3600")
    let stale = try answer(after: .seconds(70)).headers
    #expect(stale[.age] == "70" && stale[.cacheControl] == fresh[.cacheControl])
    let ahead = try answer(after: .seconds(-5)).headers
    #expect(ahead[.age] == "0")
  }

  @Test("Without Age, s-maxage and the stale windows are what is left of them")
  func remaining() throws {
    let caching = HTTPCaching(ageReporting: .remaining)
    let fresh = try answer(after: .milliseconds(20_001), caching: caching).headers
    #expect(fresh[.age] == nil)
    #expect(fresh[.cacheControl] == "max-age=0, s-maxage=39, stale-while-revalidate=30, stale-if-error=3600")
    let stale = try answer(after: .seconds(70), caching: caching).headers
    #expect(stale[.cacheControl] == "max-age=0, s-maxage=0, stale-while-revalidate=20, stale-if-error=3590")
    let old = try answer(after: .seconds(5000), caching: caching).headers
    #expect(old[.cacheControl] == "max-age=0, s-maxage=0")
  }

  @Test(
    "RFC 9111, 4.2: no other cache takes a page for fresh longer than it is", arguments: 1...2 as ClosedRange<UInt64>)
  func neverLonger(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let after = Duration.milliseconds(Int64.random(in: -5_000...200_000, using: &random))
      let window = Duration.milliseconds(Int64.random(in: 1_000...100_000, using: &random))
      let browser = Duration.milliseconds(Int64.random(in: 0...100_000, using: &random))
      let reporting: HTTPCaching.AgeReporting = Bool.random(using: &random) ? .ageHeader : .remaining
      let caching = HTTPCaching(browserLifetime: browser, ageReporting: reporting)
      let headers = try answer(after: after, caching: caching) { $0.revalidateAfter = window }.headers
      let directives = try #require(headers[.cacheControl])
      let age = headers[.age].flatMap { Int64($0) } ?? 0
      for name in ["s-maxage", "max-age"] {
        let part = directives.split(separator: ", ").first { $0.hasPrefix(name + "=") }
        let value = try #require(part.flatMap { Int64($0.dropFirst(name.count + 1)) })
        #expect(.seconds(value - age) <= max(.zero, window - max(.zero, after)), "\(name) after \(after) of \(window)")
      }
      #expect(!directives.contains("revalidate,") && !directives.contains("must"))
    }
  }

  @Test("RFC 5861, 4: what a page says itself never puts must-revalidate beside stale-if-error")
  func mustRevalidate() throws {
    let control = try answer { $0.headers = [.cacheControl: "public, must-revalidate, proxy-revalidate"] }.headers[
      .cacheControl]
    #expect(control == "max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=3600")
  }

  @Test("RFC 9111, 5.2.2.5 and 5.2.2.7: no-store and private of the page's own stay")
  func ownDirectives() throws {
    #expect(try answer { $0.headers = [.cacheControl: "no-store"] }.headers[.cacheControl] == "no-store")
    #expect(try answer { $0.headers = [.cacheControl: "Private"] }.headers[.cacheControl] == "private, max-age=0")
    let visitor = HTTPCaching(browserLifetime: .seconds(10), audience: .visitor)
    #expect(try answer(caching: visitor).headers[.cacheControl] == "private, max-age=30")
  }

  @Test("RFC 9111, 3.5: who has a password gets a page that no other cache keeps")
  func authorized() throws {
    let control = try answer([.authorization: "Basic YTpi"]).headers[.cacheControl]
    #expect(control == "private, max-age=0")
    let notModified = try answer([.authorization: "Basic YTpi", .ifNoneMatch: "\"abc\""])
    #expect(notModified.status == 304 && notModified.headers[.cacheControl] == "private, max-age=0")
    let policy = try CacheKeyPolicy(route: "/", cookies: ["a"], chosenBy: .other)
    let caching = HTTPCaching(policy, browserLifetime: .seconds(10), ageReporting: .remaining)
    let headers = try answer(caching: caching).headers
    #expect(headers[.cacheControl] == "private, max-age=10" && headers[.vary] == "cookie" && headers[.age] == nil)
  }

  @Test("RFC 9111, 5.2.2.4: a page that is to be asked about each time is kept for no time")
  func noCache() throws {
    for own in ["no-cache", "public, No-Cache", "no-cache=\"Set-Cookie\", max-age=60"] {
      for reporting in [HTTPCaching.AgeReporting.ageHeader, .remaining] {
        let caching = HTTPCaching(browserLifetime: .seconds(10), ageReporting: reporting)
        let control = try answer(caching: caching) { $0.headers = [.cacheControl: own] }.headers[.cacheControl]
        #expect(control == "no-cache, max-age=0, s-maxage=0", "\(own)")
      }
    }
    let both = try answer { $0.headers = [.cacheControl: "no-cache, private"] }.headers[.cacheControl]
    #expect(both == "private, no-cache, max-age=0")
  }

  @Test("RFC 9110, 8.8.2.1: no page was modified later than it is sent")
  func modifiedInTheFuture() throws {
    let headers = try answer(after: .seconds(-5)).headers
    #expect(headers[.lastModified] == headers[.date] && headers[.date] == "Sun, 06 Nov 1994 08:49:32 GMT")
    #expect(try answer(after: .seconds(5)).headers[.lastModified] == "Sun, 06 Nov 1994 08:49:37 GMT")
  }

  @Test("An invalidated page is kept by nobody, or is not served at all")
  func invalidated() throws {
    #expect(try answer { $0.invalidation = .soft }.headers[.cacheControl] == "max-age=0, s-maxage=0")
    let hard = page { $0.invalidation = .hard }
    #expect(HTTPCaching().answer(to: .get, [.ifNoneMatch: "\"abc\""], with: hard, at: Self.made) == nil)
    #expect(HTTPCaching().answer(to: .post, [:], with: page(), at: Self.made) == nil)
  }

  @Test("RFC 9110, 12.5.5: Vary names what the policy reads and what the page names itself")
  func vary() throws {
    let policy = try CacheKeyPolicy(route: "/", headers: ["X-Device"], cookies: ["currency"])
    let caching = HTTPCaching(vary: policy.vary)
    #expect(try answer(caching: caching).headers[.vary] == "cookie, x-device")
    #expect(
      try answer(caching: caching) { $0.headers = [.vary: "Accept, Cookie"] }.headers[.vary]
        == "accept, cookie, x-device")
    #expect(try answer(caching: caching) { $0.headers = [.vary: "*"] }.headers[.vary] == "*")
    #expect(try answer().headers[.vary] == nil)
  }

  @Test("RFC 9110, 7.6.1: one connection's headers and one visitor's cookies stay with them")
  func stripped() throws {
    let headers = try answer {
      $0.headers = [
        .connection: "keep-alive, X-Hop", .setCookie: "session=1", .transferEncoding: "chunked", .age: "99",
        .date: "x", .expires: "x", .eTag: "\"other\"", .contentLanguage: "de", HTTPField.Name("X-Hop")!: "1",
      ]
    }.headers
    #expect(headers[.contentLanguage] == "de" && headers[.eTag] == "\"abc\"" && headers[.age] == "20")
    for name in [.connection, .setCookie, .transferEncoding, .expires, HTTPField.Name("X-Hop")!] as [HTTPField.Name] {
      #expect(headers[name] == nil, "\(name)")
    }
    #expect(headers[.date] == "Sun, 06 Nov 1994 08:49:57 GMT")
  }

  @Test("RFC 9110, 8.6: a 204 has no length")
  func noContent() throws {
    #expect(try answer { $0.status = 204 }.headers[.contentLength] == nil)
  }
}
