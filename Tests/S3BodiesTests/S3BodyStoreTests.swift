import AWSDynamoDB
import DynamoDB
import TableTheory
import Testing

@testable import S3Bodies

@Suite("Bodies in S3, request by request")
struct S3BodyStoreTests {
  private let body = Array("text".utf8)
  private let name = BodyName(label: "home", content: ContentHash(of: Array("text".utf8)), publication: "1")

  private func store(_ transport: StubTransport, prefix: String = "") throws -> S3BodyStore {
    try S3BodyStore(.example(prefix: prefix), transport: transport)
  }

  @Test("A body is put once, with its type, and with checksums that S3 verifies")
  func put() async throws {
    let transport = StubTransport(.stored)
    let stored = try await store(transport, prefix: "pages/")
      .store(body, label: "home", publication: "1", contentType: "text/html")
    let request = try #require(transport.sent.first)
    #expect(stored.text.hasPrefix("pages/home-1-"))
    #expect(request.method == "PUT" && request.body == body)
    #expect(request.url == "https://examplebucket.s3.us-east-1.amazonaws.com/\(stored)")
    #expect(request.header("content-type") == "text/html")
    #expect(request.header("if-none-match") == "*")
    #expect(request.header("x-amz-checksum-sha256") == "mC2ePrmW9VnmM/TRlN7zdh2Qn1o7ZH0ahR/q1nwyydE=")
    #expect(request.header("x-amz-content-sha256") == ContentHash(of: body).hexadecimal)
    let signed = try #require(request.header("authorization"))
    for header in ["content-type", "if-none-match", "x-amz-checksum-sha256", "x-amz-content-sha256"] {
      #expect(signed.contains(header), "\(header) is signed")
    }
  }

  @Test("A body whose name is there already is stored: its name is its hash")
  func exists() async throws {
    try await store(StubTransport(.error(412, "PreconditionFailed"))).put(body, named: name, contentType: nil)
    let lost = StubTransport(.failure(.answerLost("reset")), .error(412, "PreconditionFailed"))
    try await store(lost).put(body, named: name, contentType: nil)
    #expect(lost.sent.count == 2)
  }

  @Test(
    "Throttling, lost answers and conflicts are tried again; refusals are not",
    arguments: [
      (.error(503, "SlowDown"), 2), (.error(500, "InternalError"), 2), (.failure(.answerLost("reset")), 2),
      (.error(409, "ConditionalRequestConflict"), 2), (.error(400, "RequestTimeout"), 2),
      (.error(403, "AccessDenied"), 1), (.error(404, "NoSuchBucket"), 1), (.error(400, "InvalidRequest"), 1),
    ] as [(Result<HTTPResponse, TransportError>, Int)])
  func retries(first: Result<HTTPResponse, TransportError>, attempts: Int) async throws {
    let transport = StubTransport(first, .stored)
    try? await store(transport).put(body, named: name, contentType: nil)
    #expect(transport.sent.count == attempts)
  }

  @Test(
    "Each failure has its case, and none quotes the answer",
    arguments: [
      (.error(404, "NoSuchKey"), "missing"), (.error(404, "NoSuchBucket"), "invalid"),
      (.answer(404, "<html>"), "unavailable"),
      (.error(403, "AccessDenied"), "denied"), (.error(400, "ExpiredToken"), "denied"),
      (.error(400, "InvalidToken"), "denied"), (.error(400, "TokenRefreshRequired"), "denied"),
      (.error(503, "SlowDown"), "unavailable"),
      (.error(301, "PermanentRedirect"), "invalid"),
      (.answer(200, "<html>captive</html>"), "corrupt"), (.answer(200, "tex"), "corrupt"),
      (.failure(.notSent("refused")), "unavailable"), (.failure(.cancelled(sent: true)), "cancelled"),
    ] as [(Result<HTTPResponse, TransportError>, String)])
  func failures(answer: Result<HTTPResponse, TransportError>, kind: String) async throws {
    let error = await #expect(throws: BodyStoreError.self) { try await store(StubTransport(answer)).get(name) }
    let found =
      switch error {
      case .missing?: "missing"
      case .corrupt?: "corrupt"
      case .invalid?: "invalid"
      case .denied?: "denied"
      case .unavailable?: "unavailable"
      case .cancelled?: "cancelled"
      case nil: "none"
      }
    #expect(found == kind)
    #expect(error?.description.contains("html") == false)
  }

  @Test("Another program's body is checked by S3's checksum where there is one")
  func foreign() async throws {
    let foreign = try BodyName("home.html")
    let right = StubTransport(.answer(200, "text", ["x-amz-checksum-sha256": S3Request.base64(ContentHash(of: body))]))
    #expect(try await store(right).get(foreign) == body)
    #expect(right.sent.first?.header("x-amz-checksum-mode") == "ENABLED")
    let wrong = StubTransport(.answer(200, "texT", ["x-amz-checksum-sha256": S3Request.base64(ContentHash(of: body))]))
    await #expect(throws: BodyStoreError.corrupt(foreign)) { try await store(wrong).get(foreign) }
  }

  @Test("A body that could not be read again is not stored")
  func tooLarge() async throws {
    var configuration = try S3BodyStore.Configuration.example()
    configuration.http.maximumResponseBytes = 3
    let transport = StubTransport(.stored)
    let store = try S3BodyStore(configuration, transport: transport)
    let error = await #expect(throws: BodyStoreError.self) { try await store.put(body, named: name, contentType: nil) }
    if case .invalid = error {} else { Issue.record("\(String(describing: error))") }
    #expect(transport.sent.isEmpty)
    _ = try await store.store([1, 2, 3], label: "home", publication: "1")
    #expect(transport.sent.count == 1)
  }

  @Test("An answer of 200 that is not S3's is no success")
  func gateway() async throws {
    let transport = StubTransport(.answer(200, "<html>"))
    await #expect(throws: BodyStoreError.self) { try await store(transport).put(body, named: name, contentType: nil) }
    await #expect(throws: BodyStoreError.self) { try await store(transport).list(after: nil) }
  }

  @Test("Deleting what is not there is no error")
  func delete() async throws {
    try await store(StubTransport(.answer(204))).delete(name)
    try await store(StubTransport(.error(404, "NoSuchKey"))).delete(name)
    await #expect(throws: BodyStoreError.self) {
      try await store(StubTransport(.error(403, "AccessDenied"))).delete(name)
    }
  }

  @Test("A listing is read page by page, names decoded")
  func list() async throws {
    let page = """
      <?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>true</IsTruncated>\
      <Contents><Key>pages/a%2Bb+c%26%C3%A9</Key><LastModified>2013-05-24T00:00:00.000Z</LastModified><Size>4</Size></Contents>\
      <Contents><Key>pages//</Key><LastModified>2013-05-24T00:00:00.000Z</LastModified><Size>0</Size></Contents>\
      <NextContinuationToken>a+b/c=&amp;</NextContinuationToken></ListBucketResult>
      """
    let transport = StubTransport(.answer(200, page))
    let store = try store(transport, prefix: "pages/")
    let first = try await store.list(after: nil)
    #expect(first.bodies == [StoredBody(name: try BodyName("pages/a+b c&é"), size: 4, storedAt: StillTime().now)])
    #expect(first.next == "a+b/c=&")
    _ = try await store.list(after: first.next)
    #expect(
      transport.sent.map(\.url) == [
        "https://examplebucket.s3.us-east-1.amazonaws.com/?encoding-type=url&list-type=2&prefix=pages%2F",
        "https://examplebucket.s3.us-east-1.amazonaws.com/?continuation-token=a%2Bb%2Fc%3D%26&encoding-type=url&list-type=2"
          + "&prefix=pages%2F",
      ])
    let cut = StubTransport(.answer(200, String(page.dropLast(40))))
    await #expect(throws: BodyStoreError.self) { try await self.store(cut).list(after: nil) }
  }

  @Test("Another prefix's bodies are neither written, read nor deleted")
  func prefix() async throws {
    let transport = StubTransport(.answer(204))
    let store = try store(transport, prefix: "pages/")
    await #expect(throws: BodyStoreError.self) { try await store.delete(BodyName("other/a")) }
    await #expect(throws: BodyStoreError.self) { try await store.put(body, named: name, contentType: nil) }
    #expect(transport.sent.isEmpty)
  }

  @Test(
    "The bucket is in the host on AWS, and in the path elsewhere",
    arguments: [
      ("pages", nil, "https://pages.s3.us-east-1.amazonaws.com/k%20%2B%C3%A9/x"),
      ("my.pages", nil, "https://s3.us-east-1.amazonaws.com/my.pages/k%20%2B%C3%A9/x"),
      ("pages", "http://localhost:9000", "http://localhost:9000/pages/k%20%2B%C3%A9/x"),
      ("pages", "https://gateway.example/s3", "https://gateway.example/s3/pages/k%20%2B%C3%A9/x"),
    ])
  func addressing(bucket: String, endpoint: String?, url: String) async throws {
    let transport = StubTransport(.answer(204))
    var configuration = try S3BodyStore.Configuration.example(bucket: bucket)
    if let endpoint { configuration.endpoint = try Endpoint(endpoint) }
    try await S3BodyStore(configuration, transport: transport).delete(BodyName("k +é/x"))
    #expect(transport.sent.map(\.url) == [url])
  }

  @Test("The environment's endpoint for S3 is S3's alone, and AWS's own are those of its rules")
  func environment() throws {
    var environment = ["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_DYNAMODB": "http://localhost:1"]
    func url() throws -> String {
      try S3BodyStore.Configuration(bucket: "pages", environment: environment).endpoint.url
    }
    #expect(try url() == "https://s3.eu-west-1.amazonaws.com/")
    environment["AWS_USE_FIPS_ENDPOINT"] = "true"
    environment["AWS_USE_DUALSTACK_ENDPOINT"] = "true"
    #expect(try url() == "https://s3-fips.dualstack.eu-west-1.amazonaws.com/")
    environment = ["AWS_REGION": "cn-north-1"]
    #expect(try url() == "https://s3.cn-north-1.amazonaws.com.cn/")
    environment["AWS_ENDPOINT_URL_S3"] = "http://localhost:9000"
    #expect(try url() == "http://localhost:9000/")
  }

  @Test(
    "What cannot be a bucket or a prefix is refused",
    arguments: [("a", ""), ("a/b", ""), ("pages", "/"), ("pages", "../")])
  func invalid(bucket: String, prefix: String) {
    #expect(throws: ConfigurationError.self) {
      try S3BodyStore(.example(bucket: bucket, prefix: prefix), transport: StubTransport(.stored))
    }
  }
}
