import DynamoDB
import Testing

@testable import TableTheory

/// What is sent is a value: the contract's expressions, to the letter.
struct LeasePlanTests {
  private let plan = LeasePlan(table: "pages", owner: "worker", clockSkew: .zero, expiredRowsKept: .seconds(3600))
  private let now = Timestamp(milliseconds: 1_700_000_000_250)
  private let lease = Lease(
    key: "home", token: "token", fence: 7, expiresAt: Timestamp(seconds: 1_700_000_011), deadline: .seconds(1),
    publishedAt: nil)

  /// A year and a day after `now`.
  private let latest: AttributeValue = 1_731_622_400

  private let isFree = """
    attribute_not_exists(pk) OR attribute_not_exists(lease_expires_at) OR lease_expires_at <= :now
      OR NOT attribute_type(lease_expires_at, :n) OR lease_expires_at > :latest
    """

  private func claim(_ duration: Duration = .seconds(10), reclaiming: Bool = false) -> LeaseClaim {
    LeaseClaim(key: "home", token: "token", duration: duration, reclaiming: reclaiming)
  }

  private let isOurs = Condition.compare(.path("lease_token"), .equal, .value("token"))

  @Test("Acquire is one conditional write")
  func acquire() throws {
    let request = plan.acquire(claim(), now: now)
    #expect(
      request
        == UpdateItem(
          table: "pages", key: ["pk": "CACHE#home", "sk": "LOCK"],
          update: try Update(
            parsing: """
              SET lease_token = :token, lease_expires_at = :expires, #ttl = :ttl,
                fence = if_not_exists(fence, :now_ms) + :one, lease_owner = :owner
              """,
            names: ["#ttl": "ttl"],
            values: [
              ":token": "token", ":expires": 1_700_000_011, ":ttl": 1_700_003_611, ":now_ms": 1_700_000_000_250,
              ":one": 1, ":owner": "worker",
            ]),
          condition: try Condition(
            parsing: isFree + " OR lease_token = :token AND NOT lease_expires_at > :expires",
            values: [
              ":now": 1_700_000_000, ":n": "N", ":latest": latest, ":token": "token", ":expires": 1_700_000_011,
            ]),
          returnValues: .allNew, returnValuesOnConditionCheckFailure: .allOld))
  }

  @Test("A margin for the clocks makes others wait longer, not the lease shorter")
  func clockSkew() throws {
    var plan = plan
    plan.clockSkew = .milliseconds(1500)
    let request = plan.acquire(claim(), now: now)
    #expect(
      request.condition
        == (try Condition(
          parsing: isFree + " OR lease_token = :token AND NOT lease_expires_at > :expires",
          values: [
            ":now": 1_699_999_998, ":n": "N", ":latest": latest, ":token": "token", ":expires": 1_700_000_011,
          ])))
    #expect(request.update == self.plan.acquire(claim(), now: now).update)
  }

  @Test(
    "A lease is never shorter than asked: its expiry is rounded up",
    arguments: [(1, 1_700_000_001), (750, 1_700_000_001), (751, 1_700_000_002), (10_000, 1_700_000_011)])
  func roundedUp(milliseconds: Int64, expiry: Int64) {
    let update = plan.acquire(claim(.milliseconds(milliseconds)), now: now).update
    #expect(update?.sets[1] == .init(path: "lease_expires_at", value: .operand(.value(.number(expiry)))))
  }

  @Test("Reclaiming takes what has our name, save what this process holds")
  func reclaim() throws {
    let values: [String: AttributeValue] = [
      ":now": 1_700_000_000, ":n": "N", ":latest": latest, ":token": "token", ":expires": 1_700_000_011,
      ":owner": "worker",
    ]
    let text = isFree + " OR lease_token = :token AND NOT lease_expires_at > :expires OR lease_owner = :owner"
    #expect(
      plan.acquire(claim(reclaiming: true), now: now).condition == (try Condition(parsing: text, values: values)))
    #expect(
      plan.acquire(claim(reclaiming: true), now: now, sparing: "other").condition
        == (try Condition(
          parsing: text + " AND lease_token <> :other", values: values.merging([":other": "other"]) { $1 })))
  }

  @Test("Renewal asks for the token, and never shortens; strict renewal asks for the time as well")
  func renew() throws {
    let request = plan.renew(lease, for: .seconds(10), now: now, strict: false)
    #expect(
      request.condition
        == (try Condition(
          parsing: "lease_token = :token AND NOT lease_expires_at > :expires",
          values: [":token": "token", ":expires": 1_700_000_011])))
    #expect(
      plan.renew(lease, for: .seconds(10), now: now, strict: true).condition
        == (try Condition(
          parsing: "lease_token = :token AND NOT lease_expires_at > :expires AND lease_expires_at > :now",
          values: [":token": "token", ":expires": 1_700_000_011, ":now": 1_700_000_000])))
  }

  @Test("Release leaves a tombstone, and only with the token")
  func release() throws {
    let request = plan.release(lease, now: now)
    #expect(request.condition == isOurs)
    #expect(
      request.update
        == (try Update(
          parsing: "SET lease_expires_at = :zero, #ttl = :ttl REMOVE lease_token, lease_owner",
          names: ["#ttl": "ttl"], values: [":zero": 0, ":ttl": 1_700_003_601])))
  }
}
