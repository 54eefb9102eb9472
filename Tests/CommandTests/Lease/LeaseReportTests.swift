import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

@testable import Command

@Suite("What the commands say")
struct LeaseReportTests {
  private static let key = LeaseKey(name: "home", tenant: "acme")

  private func acquire(owner: String? = nil) async throws -> (Lease, LeaseHolder, StillTime) {
    let (time, engine) = (StillTime(), EmbeddedDynamoDB())
    try await CacheTable("leases", on: engine, time: time).createIfMissing()
    let leases = LeaseManager(table: "leases", on: engine, configuration: .init(owner: owner), time: time)
    let lease = try await leases.acquire(Self.key.cacheKey, for: .seconds(10))
    return (lease, try #require(try await leases.holder(of: lease.key)), time)
  }

  @Test("An acquired lease: what its holder needs, on one line of JSON too")
  func acquired() async throws {
    let (lease, _, time) = try await acquire()
    let report = LeaseReport(
      outcome: .acquired, key: Self.key, table: "leases", owner: "web-7", lease: lease, now: time.now)
    #expect(
      report.text == """
        home (tenant acme) is yours for 10.0 s, until 2027-01-15T08:00:10Z
          token  \(lease.token)
          fence  \(lease.fence)
        """)
    #expect(
      report.json == """
        {"outcome":"acquired","key":"home","tenant":"acme","table":"leases","token":"\(lease.token)",\
        "fence":\(lease.fence),"expires_at":"2027-01-15T08:00:10Z","expires_in":10.0,"remaining":10.0,"owner":"web-7"}
        """)
  }

  @Test("One that somebody else has: who, and until when")
  func held() async throws {
    let (lease, holder, time) = try await acquire(owner: "web-8")
    let report = LeaseReport(outcome: .held(holder), key: Self.key, table: "leases", now: time.now)
    #expect(
      report.json == """
        {"outcome":"held","key":"home","tenant":"acme","table":"leases","owner":"web-8",\
        "expires_at":"2027-01-15T08:00:10Z","expires_in":10.0,"fence":\(lease.fence)}
        """)
    #expect(!report.json.contains(lease.token))
  }

  @Test("Each failure has a status of its own, and its text the key, never a token")
  func failures() async throws {
    let (lease, holder, time) = try await acquire()
    let store = Store(client: EmbeddedDynamoDB(), table: "leases", place: "http://localhost:8000/")
    let cases: [(LeaseError, Command.ExitStatus, String)] = [
      (.held(holder), .held, "home (tenant acme) is held by somebody until 2027-01-15T08:00:10Z, 10.0 s from now"),
      (.lost(lease.key, holder: nil), .lost, "not yours any more"),
      (.lost(lease.key, holder: holder), .lost, "held by somebody"),
      (.throttled(lease.key), .unavailable, "nothing was changed"),
      (.invalid("why"), .usage, "why"),
      (.unavailable(lease.key, .resourceNotFound("")), .unavailable, "--create-table"),
      (
        .unavailable(lease.key, .unavailable("no route")), .unavailable,
        "http://localhost:8000/ cannot be reached: no route"
      ),
      (.unavailable(lease.key, .validation("bad key")), .unavailable, "refused"),
    ]
    for (error, status, text) in cases {
      let failure = Failure(error, on: Self.key, in: store, at: time.now)
      #expect(failure.status == status)
      #expect(failure.description.contains(text))
      #expect(!failure.description.contains(lease.token))
    }
  }
}
