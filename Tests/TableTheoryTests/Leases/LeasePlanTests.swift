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

  private let isOurs = Condition.compare(.path("lease_token"), .equal, .value("token"))

  @Test("Acquire is one conditional write")
  func acquire() throws {
    let request = plan.acquire("home", token: "token", for: .seconds(10), now: now)
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
            parsing: """
              attribute_not_exists(pk) OR attribute_not_exists(lease_expires_at) OR lease_expires_at <= :now
                OR lease_token = :token
              """,
            values: [":now": 1_700_000_000, ":token": "token"]),
          returnValues: .allNew, returnValuesOnConditionCheckFailure: .allOld))
  }

  @Test("A margin for the clocks makes others wait longer, not the lease shorter")
  func clockSkew() throws {
    var plan = plan
    plan.clockSkew = .milliseconds(1500)
    let request = plan.acquire("home", token: "token", for: .seconds(10), now: now)
    #expect(
      request.condition
        == (try Condition(
          parsing: """
            attribute_not_exists(pk) OR attribute_not_exists(lease_expires_at) OR lease_expires_at <= :now
              OR lease_token = :token
            """,
          values: [":now": 1_699_999_998, ":token": "token"])))
    #expect(request.update == self.plan.acquire("home", token: "token", for: .seconds(10), now: now).update)
  }

  @Test(
    "A lease is never shorter than asked: its expiry is rounded up",
    arguments: [(1, 1_700_000_001), (750, 1_700_000_001), (751, 1_700_000_002), (10_000, 1_700_000_011)])
  func roundedUp(milliseconds: Int64, expiry: Int64) {
    let update = plan.acquire("home", token: "token", for: .milliseconds(milliseconds), now: now).update
    #expect(update?.sets[1] == .init(path: "lease_expires_at", value: .operand(.value(.number(expiry)))))
  }

  @Test("Renewal asks for the token; strict renewal for the time as well")
  func renew() throws {
    let request = plan.renew(lease, for: .seconds(10), now: now, strict: false)
    #expect(request.condition == isOurs)
    #expect(
      plan.renew(lease, for: .seconds(10), now: now, strict: true).condition
        == (try Condition(
          parsing: "lease_token = :token AND lease_expires_at > :now",
          values: [":token": "token", ":now": 1_700_000_000])))
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
