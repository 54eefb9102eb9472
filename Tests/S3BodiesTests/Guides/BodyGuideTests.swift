import S3Bodies
import Testing

/// The example of docs/bodies.md with a bucket, as it stands there.
struct BodyGuideTests {
  @Test("Bodies in S3, as the environment says")
  func bucket() async throws {
    let environment = ["AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"]

    let bodies = try S3BodyStore(.init(bucket: "my-pages", prefix: "pages/", environment: environment))

    #expect(bodies.prefix == "pages/")
    await bodies.shutdown()
  }
}
