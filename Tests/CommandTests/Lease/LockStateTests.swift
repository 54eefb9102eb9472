import DynamoDB
import TableTheory
import Testing

@testable import Command

@Suite("What a LOCK row says")
struct LockStateTests {
  private static let now = Timestamp(seconds: 1_800_000_000)
  private static let key = LeaseKey(name: "home")

  private func state(_ item: Item?) -> LockState { LockState(item, of: Self.key, at: Self.now) }

  private func row(_ expiry: AttributeValue?, token: AttributeValue? = "t") -> Item {
    var item: Item = ["pk": "CACHE#home", "sk": "LOCK", "fence": 7, "lease_owner": "web-7"]
    item["lease_expires_at"] = expiry
    item["lease_token"] = token
    return item
  }

  @Test("Held until the second before its expiry")
  func held() {
    let held = state(row(1_800_000_008))
    #expect(held.isHeld)
    #expect(held.problems.isEmpty)
    #expect(
      held.text(at: Self.now)
        == "home is held by web-7 until 2027-01-15T08:00:08Z, 8.0 s from now\n  fence         7")
    #expect(!state(row(1_800_000_000)).isHeld)
  }

  @Test("Free, and why")
  func free() {
    #expect(state(nil).text(at: Self.now).hasPrefix("home is free: nobody has had it"))
    #expect(state(row(0, token: nil)).text(at: Self.now).contains("given back"))
    let expired = state(row(1_799_999_995)).text(at: Self.now)
    #expect(expired.hasPrefix("home is free: the lease of web-7 ended at 2027-01-15T07:59:55Z, 5.0 s ago"))
  }

  @Test(
    "A malformed row is explained, and is as free as for whoever acquires it",
    arguments: [
      (nil, "it has no lease_expires_at"), ("soon", "of the type S"), (1_800_000_010_000, "milliseconds?"),
      (0, "which no lease has"), (-5, "which no lease has"),
    ] as [(AttributeValue?, String)])
  func malformed(expiry: AttributeValue?, explanation: String) throws {
    let state = state(row(expiry))
    #expect(state.holding == .free(.malformed))
    #expect(try #require(state.problems.first).contains(explanation))
    #expect(state.text(at: Self.now).contains("malformed"))
  }

  @Test("What is odd about a row that holds")
  func oddities() {
    var item = row(.number(Number(1_800_000_010)), token: 5)
    item["fence"] = "seven"
    item["published_at"] = "yesterday"
    item["lease_owner"] = 3
    let state = state(item)
    #expect(state.isHeld)
    for problem in ["no lease_token", "fence is of the type S", "published_at is of the type S", "lease_owner is of"] {
      #expect(state.problems.contains { $0.contains(problem) })
    }
  }

  @Test("The list has a line for each key, and says how many are held")
  func list() {
    var published = row(1_800_000_008)
    published["published_at"] = 1_799_999_940
    let list = LockList(
      table: "leases",
      states: [
        state(published), LockState(nil, of: LeaseKey(name: "home", tenant: "acme"), at: Self.now),
        LockState(row("soon"), of: LeaseKey(name: "odd"), at: Self.now),
      ], now: Self.now)
    #expect(
      list.text == """
        KEY                 STATE            OWNER  UNTIL                           FENCE
        home                held             web-7  2027-01-15T08:00:08Z, in 8.0 s  7
        home (tenant acme)  free
        odd                 free, malformed                                         7

        3 keys in leases, 1 held
        """)
    #expect(
      list.json == """
        {"table":"leases","held":1,"leases":[{"state":"held","key":"home","owner":"web-7",\
        "expires_at":"2027-01-15T08:00:08Z","expires_in":8.0,"fence":7,"published_at":"2027-01-15T07:59:00Z"},\
        {"state":"free","key":"home","tenant":"acme"},\
        {"state":"free","key":"odd","fence":7,"malformed":\
        ["lease_expires_at is of the type S and not a number, so it holds nothing"]}]}
        """)
    #expect(LockList(table: "leases", states: [], now: Self.now).text == "0 keys in leases, 0 held")
  }
}
