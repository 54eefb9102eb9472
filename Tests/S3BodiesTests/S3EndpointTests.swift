import AWSDynamoDB
import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import S3Bodies
import TableTheory
import Testing

private enum S3Endpoint {
  static let environment = ProcessInfo.processInfo.environment
  static var isNamed: Bool { environment["AWS_ENDPOINT_URL_S3"]?.isEmpty == false }
}

/// Against the S3 that `AWS_ENDPOINT_URL_S3` names, where it names one: `Tests/ThirdParty/with_server.py` starts one.
@Suite("Bodies in another program's S3", .enabled(if: S3Endpoint.isNamed))
struct S3EndpointTests {
  /// A bucket of the test's own.
  private func withStore(_ body: (S3BodyStore) async throws -> Void) async throws {
    let bucket = "bodies-\(UInt64.random(in: 0 ... .max))"
    let settings = try ServiceSettings(of: .s3, environment: S3Endpoint.environment, profile: nil)
    let client = SignedHTTPClient(
      .init(
        service: .s3, region: settings.region, credentials: settings.credentials, retryPolicy: settings.retryPolicy,
        deadline: .seconds(30), attemptTimeout: .seconds(20), time: SystemTime(), jitter: { 0.5 }),
      transport: AsyncHTTPTransport())
    let made = try await client.send(
      SignedRequest(method: "PUT", endpoint: settings.endpoint, path: "/\(bucket)"), code: { _ in nil })
    await client.shutdown()
    #expect(made.status == 200)
    let store = try S3BodyStore(.init(bucket: bucket, prefix: "pages/", environment: S3Endpoint.environment))
    do { try await body(store) } catch {
      await store.shutdown()
      throw error
    }
    await store.shutdown()
  }

  @Test("What was stored is read, listed, and gone when it is deleted")
  func roundTrip() async throws {
    try await withStore { store in
      for body in [[], Array("text".utf8), (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }] {
        let name = try await store.store(body, label: "home", publication: "1", contentType: "text/html")
        // A second time, as after a lost answer.
        try await store.put(body, named: name, contentType: "text/html")
        #expect(try await store.get(name) == body)
        let listed = try await store.list(after: nil).bodies
        #expect(listed.map(\.name) == [name] && listed.map(\.size) == [Int64(body.count)])
        try await store.delete(name)
        try await store.delete(name)
        await #expect(throws: BodyStoreError.missing(name)) { try await store.get(name) }
      }
    }
  }

  @Test(
    "Names with any characters are signed, stored and listed as they are",
    arguments: [
      "pages/a b", "pages/a+b", "pages/é/e\u{301}", "pages/a%20b", "pages/a&b=c;d", "pages/~!*'()", "pages/\u{1F600}",
    ])
  func names(prefix: String) async throws {
    try await withStore { store in
      let name = BodyName(prefix: prefix, label: "x", content: ContentHash(of: [1]), publication: "1")
      try await store.put([1], named: name, contentType: nil)
      #expect(try await store.get(name) == [1])
      #expect(try await store.list(after: nil).bodies.map(\.name) == [name])
    }
  }

  @Test("A sweep over S3 keeps what a row names")
  func sweep() async throws {
    try await withStore { store in
      let table = EmbeddedDynamoDB()
      // Two days later than the bodies' clock.
      let pages = CacheTable("pages", on: table, time: LaterTime())
      try await pages.createIfMissing()
      let kept = try await store.store([1], label: "kept", publication: "1")
      let orphan = try await store.store([2], label: "orphan", publication: "1")
      let lease = try await pages.leases.acquire("home", for: .seconds(10))
      try await pages.publish(Publication(objectKey: kept.text, revalidateAfter: .seconds(60)), holding: lease)
      #expect(try await BodySweep(of: store, namedIn: pages).run().deleted == [orphan])
      // Beside the sweep's own marker.
      let left = try await store.list(after: nil).bodies.map(\.name)
      #expect(left.contains(kept) && left.count == 2)
    }
  }

  private struct LaterTime: TimeSource {
    var now: Timestamp { SystemTime().now + .seconds(2 * 24 * 3600) }
    var uptime: Duration { SystemTime().uptime }
    func sleep(for duration: Duration) async throws {}
  }
}
