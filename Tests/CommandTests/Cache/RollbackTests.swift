import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

@testable import Command

@Suite("Earlier publications from the command line")
struct RollbackTests {
  private static let home = LeaseKey(name: "home")
  private let time = StillTime()
  private let engine = EmbeddedDynamoDB()

  /// Three publications, a minute apart.
  private func desk(_ layout: CacheLayout) async throws -> PageDesk {
    let desk = PageDesk(Store(client: engine, table: "pages", place: "here"), layout: layout, time: time)
    try await desk.pages.createIfMissing()
    for number in 1...3 {
      let lease = try await desk.pages.leases.acquire("home", for: .seconds(10))
      try await desk.pages.publish(
        Publication(
          objectKey: "home-\(number)", revalidateAfter: .seconds(60), tags: ["news"], recipe: .keepingVersions),
        holding: lease)
      time.advance(by: .seconds(60))
    }
    return desk
  }

  @Test("The history shows which publication is the current one", arguments: CacheLayout.allCases)
  func history(layout: CacheLayout) async throws {
    let list = try await desk(layout).history(of: Self.home)
    #expect(list.versions.map(\.entry.objectKey) == ["home-3", "home-2", "home-1"])
    #expect(list.current == list.versions[0].id)
    let lines = list.text.split(separator: "\n")
    #expect(lines[1].hasPrefix("\(list.versions[0].id)  2027-01-15T08:02:00Z"))
    #expect(lines[1].hasSuffix("home-3  current"))
    #expect(lines[2].hasSuffix("home-2"))
    #expect(lines.last == "3 versions of home in pages")
    #expect(
      list.json.hasPrefix(#"{"key":"home","table":"pages","current":"\#(list.versions[0].id)","versions":[{"id":"#))
  }

  @Test("Going back publishes the old body, fresh from now on, and frees the page", arguments: CacheLayout.allCases)
  func rollback(layout: CacheLayout) async throws {
    let desk = try await desk(layout)
    let versions = try await desk.history(of: Self.home).versions
    var report = try await desk.rollBack(Self.home, to: versions[2].id, freshFor: nil, waitingUpTo: .zero)
    #expect(report.entry?.objectKey == "home-1")
    #expect(report.freshness == .fresh(until: time.now + .seconds(60)))
    #expect(try await desk.history(of: Self.home).current == versions[2].id)
    // By its fence too.
    let fence = try #require(Int64(versions[1].id))
    report = try await desk.rollBack(Self.home, to: "\(fence)", freshFor: .seconds(3600), waitingUpTo: .zero)
    #expect(report.entry?.objectKey == "home-2")
    #expect(report.freshness == .fresh(until: time.now + .seconds(3600)))
    #expect(report.text.contains("  object      home-2"))
    #expect(try await desk.pages.leases.holder(of: "home") == nil)
  }

  @Test("What a tag has made out of date is current again where somebody goes back to it")
  func invalidated() async throws {
    let desk = try await desk(.interoperable)
    _ = try await desk.invalidate(.tag("news", tenant: nil), .hard)
    time.advance(by: .seconds(10))
    let oldest = try #require(try await desk.history(of: Self.home).versions.last)
    _ = try await desk.rollBack(Self.home, to: oldest.id, freshFor: nil, waitingUpTo: .zero)
    let other = PageDesk(desk.store, layout: .interoperable, time: time)
    #expect(try await other.entry(of: Self.home).freshness.isFresh)
  }

  @Test("A page that somebody is making is left alone, with status 75, or waited for", arguments: CacheLayout.allCases)
  func held(layout: CacheLayout) async throws {
    let desk = try await desk(layout)
    let oldest = try #require(try await desk.history(of: Self.home).versions.last)
    let lease = try await desk.pages.leases.acquire("home", for: .seconds(20))
    do {
      _ = try await desk.rollBack(Self.home, to: oldest.id, freshFor: nil, waitingUpTo: .zero)
      Issue.record("somebody has the page")
    } catch {
      #expect(error.status == .held)
      #expect(error.description.contains("until \(lease.expiresAt)"))
    }
    #expect(try await desk.entry(of: Self.home).entry?.objectKey == "home-3")
    let report = try await desk.rollBack(Self.home, to: oldest.id, freshFor: nil, waitingUpTo: .seconds(60))
    #expect(report.entry?.objectKey == "home-1")
  }

  @Test("A version that is not there is wrong usage, and nothing is taken")
  func unknown() async throws {
    let desk = try await desk(.interoperable)
    await #expect(
      throws: Failure("home has no version 99: \"tabletheory cache history\" lists what it has", status: .usage)
    ) {
      try await desk.rollBack(Self.home, to: "99", freshFor: nil, waitingUpTo: .zero)
    }
    #expect(try await desk.pages.leases.holder(of: "home") == nil)
  }

  @Test("A publication that is refused leaves no lease behind")
  func refused() async throws {
    let desk = try await desk(.interoperable)
    let oldest = try #require(try await desk.history(of: Self.home).versions.last)
    do {
      _ = try await desk.rollBack(Self.home, to: oldest.id, freshFor: .milliseconds(500), waitingUpTo: .zero)
      Issue.record("half a second is no whole one")
    } catch {
      #expect(error.status == .usage)
    }
    #expect(try await desk.pages.leases.holder(of: "home") == nil)
  }

  @Test("Pruning keeps the newest and the current one", arguments: CacheLayout.allCases)
  func prune(layout: CacheLayout) async throws {
    let desk = try await desk(layout)
    let versions = try await desk.history(of: Self.home).versions
    _ = try await desk.rollBack(Self.home, to: versions[2].id, freshFor: nil, waitingUpTo: .zero)
    let report = try await desk.prune(Self.home, keeping: 1)
    #expect(report.text == "1 version of home deleted")
    #expect(report.json == #"{"key":"home","table":"pages","deleted":1}"#)
    #expect(try await desk.history(of: Self.home).versions.map(\.id) == [versions[0].id, versions[2].id])
  }
}
