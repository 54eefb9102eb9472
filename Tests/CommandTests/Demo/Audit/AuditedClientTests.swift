import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

@testable import Command

@Suite("What the audit writes down")
struct AuditedClientTests {
  private let time = StillTime()
  private let recorder: Recorder
  private let engine: EmbeddedDynamoDB

  init() async throws {
    recorder = Recorder(RunHistory(pages: [PageHistory(page: "home")]), time: time)
    engine = EmbeddedDynamoDB(time: time)
    try await CacheTable("pages", on: engine).createIfMissing()
  }

  private var pages: CacheTable { worker(1) }

  private func worker(_ number: Int) -> CacheTable {
    CacheTable(
      "pages", on: AuditedClient(engine, recorder: recorder), leases: .init(owner: WorkerName.name(of: number)),
      time: time)
  }

  private var home: PageHistory { get throws { try #require(recorder.snapshot.pages["home"]) } }

  @Test("An acquisition and its publication, with their fence, their worker and what they cost")
  func publication() async throws {
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    try await pages.publish(Publication(objectKey: "home-1", revalidateAfter: .seconds(5)), holding: lease)
    #expect(try home.acquisitions.map(\.fence) == [lease.fence])
    #expect(try home.acquisitions.map(\.worker) == [1])
    #expect(
      try home.publications == [
        Generation(fence: lease.fence, version: 1, freshUntil: time.now + .seconds(5))
      ])
    #expect(try home.open == nil)
    #expect(recorder.snapshot.writeUnits == 5)
    #expect(recorder.snapshot.readUnits == 0)
  }

  @Test("A release ends a lease, and the client's answer holds no more than it asked for")
  func release() async throws {
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    #expect(try home.open?.fence == lease.fence)
    #expect(try await pages.leases.release(lease) == .released)
    #expect(try home.released == [lease.fence])
    let output = try await AuditedClient(engine, recorder: recorder).send(
      UpdateItem(table: "pages", key: PageRow.key(of: "home", .lock), update: Update().set("note", to: "x")))
    #expect(output == WriteOutput())
  }

  @Test("A refused acquisition costs a unit, although its answer does not say so")
  func refusal() async throws {
    _ = try await pages.leases.acquire("home", for: .seconds(10))
    await #expect(throws: LeaseError.self) { try await worker(2).leases.acquire("home", for: .seconds(10)) }
    #expect(recorder.snapshot.writeUnits == 2)
    #expect(recorder.snapshot.contentions == 1)
    #expect(try home.acquisitions.count == 1)
  }

  @Test("A stale worker's publication is refused, counted and paid for, and the takeover is noticed")
  func stalePublication() async throws {
    let stale = try await pages.leases.acquire("home", for: .seconds(1))
    time.advance(by: .seconds(3))
    let lease = try await worker(2).leases.acquire("home", for: .seconds(10))
    await #expect(throws: PublishError.self) {
      try await pages.publish(Publication(objectKey: "home-1", revalidateAfter: .seconds(5)), holding: stale)
    }
    try await worker(2).publish(Publication(objectKey: "home-2", revalidateAfter: .seconds(5)), holding: lease)
    #expect(try home.refused == [stale.fence])
    #expect(try home.takeovers == 1)
    #expect(try home.violations(dead: []).isEmpty)
    #expect(recorder.snapshot.writeUnits == 1 + 1 + 4 + 4)
  }

  @Test("A read costs half a unit, a consistent one a whole one")
  func reads() async throws {
    _ = try await pages.entry(for: "home")
    #expect(recorder.snapshot.readUnits == 0.5)
    _ = try await pages.entry(for: "home", consistentRead: true)
    #expect(recorder.snapshot.readUnits == 1.5)
  }

  @Test("What is in the table when a run begins is where its history begins")
  func storedPages() async throws {
    let lease = try await pages.leases.acquire("index", for: .seconds(10))
    try await pages.publish(Publication(objectKey: "index-1.html", revalidateAfter: .seconds(5)), holding: lease)
    _ = try await pages.leases.acquire("leases", for: .seconds(10))
    let stored = try await StoredPages(of: try ExampleSite.site(), in: "pages", on: engine)
    #expect(stored.generations == 1)
    #expect(stored.bodies == ["index-1.html"])
    #expect(stored.histories.first { $0.page == "index" }?.current?.fence == lease.fence)
    #expect(stored.histories.first { $0.page == "leases" }?.open != nil)
    #expect(stored.histories.first { $0.page == "leases" }?.open?.worker == nil)
  }
}
