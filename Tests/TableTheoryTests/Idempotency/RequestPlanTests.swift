import DynamoDB
import Testing

@testable import TableTheory

/// What is sent is a value: the contract's expressions, to the letter.
struct RequestPlanTests {
  private let plan = RequestPlan(table: "pages", clockSkew: .milliseconds(1500))
  private let now = Timestamp(milliseconds: 1_700_000_000_250)
  private let claim = RequestClaim(
    key: .order, hash: "hash", token: "token", duration: .seconds(10), retention: .seconds(60))

  @Test("Beginning is one conditional write")
  func begin() throws {
    let latest = AttributeValue.number(RequestPlan.latestExpiry(at: now))
    #expect(
      plan.begin(claim, now: now)
        == UpdateItem(
          table: "pages", key: ["pk": "CACHE#orders", "sk": "REQ#1"],
          update: try Update(
            parsing: """
              SET request_hash = :hash, #status = :started, owner_token = :owner, in_progress_expires_at = :end,
                expires_at = :expires, #ttl = :expires
              REMOVE #result, result_s3_key, result_is_error, was_cut_off
              """,
            names: ["#ttl": "ttl", "#status": "status", "#result": "result"],
            values: [
              ":hash": "hash", ":started": "STARTED", ":owner": "token", ":end": 1_700_000_011,
              ":expires": 1_700_000_071,
            ]),
          condition: try Condition(
            parsing: """
              (NOT attribute_type(request_hash, :s) OR request_hash = :hash)
              AND (attribute_not_exists(pk)
                OR (expires_at <= :now
                  OR (NOT attribute_type(expires_at, :n) OR expires_at > :latest) AND #ttl <= :now)
                OR #status = :failed AND NOT owner_token = :owner
                OR NOT #status = :completed AND in_progress_expires_at <= :now)
              """,
            names: ["#ttl": "ttl", "#status": "status"],
            values: [
              ":s": "S", ":n": "N", ":hash": "hash", ":owner": "token", ":now": 1_699_999_998, ":failed": "FAILED",
              ":completed": "COMPLETED", ":latest": latest,
            ]),
          returnValues: .allOld, returnValuesOnConditionCheckFailure: .allOld))
  }

  @Test("Ending asks for the token and for nothing that a clock decides")
  func ends() throws {
    let isAtWork = try Condition(
      parsing: "owner_token = :owner AND #status = :started", names: ["#status": "status"],
      values: [":owner": "token", ":started": "STARTED"])
    let complete = plan.complete(claim, RecordedResult(place: .row("1"), isError: false), expiresAt: 1_700_000_061)
    #expect(complete.condition == isAtWork)
    #expect(
      complete.update
        == (try Update(
          parsing: """
            SET #status = :completed, expires_at = :expires, #ttl = :expires, #result = :result
            REMOVE in_progress_expires_at
            """,
          names: ["#ttl": "ttl", "#status": "status", "#result": "result"],
          values: [":completed": "COMPLETED", ":expires": 1_700_000_061, ":result": "1"])))
    for wasCutOff in [true, false] { #expect(plan.fail(claim, wasCutOff: wasCutOff).condition == isAtWork) }
  }

  @Test("A time is never shorter than asked", arguments: [(1, 1), (750, 1), (751, 2), (10_000, 11)])
  func roundedUp(milliseconds: Int64, seconds: Int64) {
    var claim = claim
    claim.duration = .milliseconds(milliseconds)
    #expect(plan.times(of: claim, now: now).inProgress == 1_700_000_000 + seconds)
  }
}
