import AWSDynamoDB
import DynamoDB
import EmbeddedDynamoDB
import S3Bodies
import TableTheory
import Testing

/// The examples of docs/bodies.md and docs/idempotency.md with a bucket, as they stand there.
struct BodyGuideTests {
  private let environment = [
    "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
  ]

  @Test("Bodies in S3, as the environment says")
  func bucket() async throws {
    let bodies = try S3BodyStore(.init(bucket: "my-pages", prefix: "pages/", environment: environment))

    #expect(bodies.prefix == "pages/")
    await bodies.shutdown()
  }

  /// It would ask S3: compiled alone.
  private func results(_ client: EmbeddedDynamoDB) throws -> IdempotencyStore {
    let requests = IdempotencyStore(
      table: "pages", on: client, results: try S3BodyStore(.init(bucket: "results", environment: environment)))
    return requests
  }

  @Test("Results that no record names are swept")
  func sweep() async throws {
    let client = EmbeddedDynamoDB()
    try await CacheTable("pages", on: client).createIfMissing()
    let results = MemoryBodyStore()

    let rule = BodySweepRule(allowsNothingNamed: true)  // at times no record may have a result
    let report = try await BodySweep(of: results, namedIn: CacheTable("pages", on: client), rule: rule).run()

    #expect(report.deleted.isEmpty)
  }
}
