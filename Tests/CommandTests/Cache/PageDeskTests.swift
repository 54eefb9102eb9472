import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

@testable import Command

@Suite("Pages from the command line")
struct PageDeskTests {
  private let time = StillTime()
  private let engine = EmbeddedDynamoDB()

  private func desk(_ layout: CacheLayout = .interoperable, tagShards: Int = 1) async throws -> PageDesk {
    let store = Store(client: engine, table: "pages", place: "here")
    let desk = PageDesk(store, layout: layout, tagShards: tagShards, time: time)
    try await desk.pages.createIfMissing()
    return desk
  }

  /// As an application does it.
  private func publish(
    _ object: String, as page: LeaseKey, in desk: PageDesk, tags: Set<String> = [], deploy: String? = nil
  ) async throws {
    let lease = try await desk.pages.leases.acquire(page.cacheKey, for: .seconds(10))
    try await desk.pages.publish(
      Publication(
        objectKey: object, revalidateAfter: .seconds(60), etag: "\"\(object)\"", status: 200, deployID: deploy,
        tags: tags, recipe: .keepingVersions), holding: lease)
  }

  private static let home = LeaseKey(name: "home")
  private static let acmes = LeaseKey(name: "home", tenant: "acme")

  @Test("An entry says what it is and until when it is fresh", arguments: CacheLayout.allCases)
  func show(layout: CacheLayout) async throws {
    let desk = try await desk(layout)
    #expect(try await desk.entry(of: Self.home).text == "home has no entry in pages")
    #expect(try await desk.entry(of: Self.home).json == #"{"state":"missing","key":"home","table":"pages"}"#)
    try await publish("home-1", as: Self.home, in: desk, tags: ["news", "a"], deploy: "42")
    time.advance(by: .seconds(18))
    let report = try await desk.entry(of: Self.home)
    let fence = try #require(report.entry?.fence)
    let id = try #require(report.entry?.versionID)
    #expect(
      report.text == """
        home is fresh until 2027-01-15T08:01:00Z, 42.0 s from now
          object      home-1
          etag        "home-1"
          status      200
          version     1
          version id  \(id)
          fence       \(fence)
          generated   2027-01-15T08:00:00Z, 18.0 s ago
          tags        a, news
          deploy      42
          kept until  2027-01-22T08:00:00Z
        """)
    #expect(
      report.json == """
        {"state":"fresh","key":"home","table":"pages","fresh_until":"2027-01-15T08:01:00Z","fresh_for":42.0,\
        "object":"home-1","etag":"\\"home-1\\"","status":200,"version":1,"version_id":"\(id)","fence":\(fence),\
        "generated_at":"2027-01-15T08:00:00Z","tags":["a","news"],"deploy":"42","expires_at":"2027-01-22T08:00:00Z"}
        """)
    time.advance(by: .seconds(50))
    #expect(try await desk.entry(of: Self.home).text.hasPrefix("home is stale since 2027-01-15T08:01:00Z, 8.0 s ago"))
  }

  @Test("The list has the entries of its layout alone, of one tenant or of all", arguments: CacheLayout.allCases)
  func list(layout: CacheLayout) async throws {
    let desk = try await desk(layout)
    let long = LeaseKey(name: "home", tenant: String(repeating: "x", count: 600))
    for page in [Self.home, Self.acmes, LeaseKey(name: "about"), long] {
      try await publish("\(page.name)-1", as: page, in: desk)
    }
    // A lease is no entry, and neither is a row without a body.
    _ = try await desk.pages.leases.acquire("being made", for: .seconds(10))
    let all = try await desk.entries(of: nil, limit: nil)
    #expect(all.entries.map(\.page.description) == ["about", "home", "home (tenant acme)"])
    #expect(
      all.text == """
        KEY                 STATE  SINCE OR UNTIL        VERSION  OBJECT
        about               fresh  2027-01-15T08:01:00Z  1        about-1
        home                fresh  2027-01-15T08:01:00Z  1        home-1
        home (tenant acme)  fresh  2027-01-15T08:01:00Z  1        home-1

        3 pages in pages, 3 fresh
        """)
    #expect(try await desk.entries(of: "acme", limit: nil).entries.map(\.page) == [Self.acmes])
    #expect(try await desk.entries(of: long.tenant, limit: nil).entries.map(\.page) == [long])
    let cut = try await desk.entries(of: nil, limit: 2)
    #expect(cut.entries.count == 2)
    #expect(cut.text.hasSuffix("2 pages in pages, and maybe more, 2 fresh"))
    #expect(try await desk.entries(of: "nobody", limit: nil).json == #"{"table":"pages","entries":[]}"#)
    let other = try await self.desk(layout == .compact ? .interoperable : .compact)
    #expect(try await other.entries(of: nil, limit: nil).entries.isEmpty)
  }

  @Test("An invalidated page is out of date, softly or not", arguments: CacheLayout.allCases, Invalidation.allCases)
  func invalidate(layout: CacheLayout, kind: Invalidation) async throws {
    let desk = try await desk(layout)
    let nothing = try await desk.invalidate(.page(Self.home), kind)
    #expect(!nothing.isThere)
    #expect(nothing.text.hasSuffix("nothing was changed"))
    #expect(nothing.json.hasPrefix(#"{"outcome":"missing","key":"home","table":"pages""#))
    try await publish("home-1", as: Self.home, in: desk)
    try await publish("home-1", as: Self.acmes, in: desk)
    let report = try await desk.invalidate(.page(Self.home), kind)
    #expect(report.isThere)
    #expect(
      report.text == "home is \(kind == .soft ? "out of date, and served" : "not served any more") until made anew")
    #expect(try await desk.entry(of: Self.home).freshness == .invalidated(at: time.now, kind))
    #expect(try await desk.entry(of: Self.acmes).freshness.isFresh)
  }

  @Test("A tag and a deploy reach their tenant's pages, however many rows a tag has", arguments: [1, 3])
  func tags(shards: Int) async throws {
    let desk = try await desk(tagShards: shards)
    try await publish("home-1", as: Self.home, in: desk, tags: ["news"], deploy: "42")
    try await publish("home-1", as: Self.acmes, in: desk, tags: ["news"], deploy: "42")
    time.advance(by: .seconds(2))
    let tag = try await desk.invalidate(.tag("news", tenant: nil), .hard)
    #expect(tag.text == "all pages with the tag news are not served any more until made anew")
    #expect(tag.json == #"{"outcome":"invalidated","tag":"news","table":"pages","invalidation":"hard"}"#)
    // Other processes, whichever of the rows they read.
    for _ in 0..<8 {
      #expect(try await freshness(of: Self.home, tagShards: shards) == .invalidated(at: time.now, .hard))
      #expect(try await freshness(of: Self.acmes, tagShards: shards).isFresh)
    }
    let deploy = try await desk.invalidate(.deploy("42", tenant: "acme"), .soft)
    #expect(deploy.json.hasPrefix(#"{"outcome":"invalidated","deploy":"42","tenant":"acme","#))
    #expect(try await freshness(of: Self.acmes, tagShards: shards) == .invalidated(at: time.now, .soft))
  }

  /// As a process sees it that knows nothing yet.
  private func freshness(of page: LeaseKey, tagShards: Int) async throws -> Freshness {
    let pages = CacheTable("pages", on: engine, configuration: .init(tagShards: tagShards), time: time)
    let entry = try await pages.entry(for: page.cacheKey)
    return Freshness(of: entry, at: time.now, generations: try await pages.generations(of: entry))
  }

  @Test("A table that is not there is named, with status 69")
  func noTable() async throws {
    let desk = PageDesk(Store(client: engine, table: "pages", place: "here"), layout: .compact, time: time)
    do {
      _ = try await desk.entries(of: nil, limit: nil)
      Issue.record("there is no table")
    } catch {
      #expect(error.status == .unavailable)
      #expect(error.description.hasPrefix("there is no table pages at here"))
    }
  }
}
