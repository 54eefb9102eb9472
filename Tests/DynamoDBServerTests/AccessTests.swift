import AWSDynamoDB
import DynamoDB
import DynamoDBServer
import EmbeddedDynamoDB
import Logging
import Synchronization
import Testing

@Suite("Who may use a server", .serialized, .timeLimit(.minutes(1)))
struct AccessTests {
  private static let key = AccessKey(id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")

  private func outcome(
    port: Int, id: String = key.id, secret: String = key.secret, token: String? = nil
  ) async throws -> DynamoDBError? {
    var configuration = AWSDynamoDBClient.Configuration(
      region: try Region("eu-west-1"), endpoint: try Endpoint("http://127.0.0.1:\(port)"),
      credentials: StaticCredentials(Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token)))
    configuration.retryPolicy.maximumAttempts = 1
    return await AWSDynamoDBClient.withClient(configuration) { client in
      do throws(DynamoDBError) {
        _ = try await client.send(ListTables())
        return nil
      } catch {
        return error
      }
    }
  }

  @Test("With access keys: whoever signs with one of them, and nobody else")
  func keys() async throws {
    let other = AccessKey(id: "other", secret: "secret:with/signs+=")
    try await withServer(.init(port: 0, accessKeys: [Self.key, other])) { port in
      #expect(try await outcome(port: port) == nil)
      #expect(try await outcome(port: port, id: other.id, secret: other.secret) == nil)
      #expect(try await outcome(port: port, id: other.id)?.code == "InvalidSignatureException")
      #expect(try await outcome(port: port, id: "stranger")?.code == "UnrecognizedClientException")
      #expect(try await outcome(port: port, token: "token")?.code == "UnrecognizedClientException")
      let unsigned = try await post(to: port)
      #expect(unsigned.status == 400)
      #expect(
        String(decoding: unsigned.body, as: UTF8.self)
          == #"{"__type":"com.amazon.coral.service#MissingAuthenticationTokenException","#
          + #""message":"Request is missing Authentication Token"}"#)
    }
  }

  @Test("A request that is older than a quarter of an hour is refused, by the server's clock")
  func late() async throws {
    let time = ShiftedTime()
    try await withServer(.init(port: 0, accessKeys: [Self.key], time: time)) { port in
      #expect(try await outcome(port: port) == nil)
      for minutes in [16, -16] {
        time.shift = .seconds(60 * minutes)
        let error = try await outcome(port: port)
        #expect(error?.code == "InvalidSignatureException")
        #expect(error?.message.hasPrefix(minutes > 0 ? "Signature expired: " : "Signature not yet current: ") == true)
      }
    }
  }

  @Test("A stranger's body is not waited for")
  func strangersBody() async throws {
    try await withServer(.init(port: 0, accessKeys: [Self.key])) { port in
      let answer = try await RawConnection.with(port: port) { connection in
        try await connection.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n")
        return try await connection.receive { $0.contains("MissingAuthenticationTokenException") }
      }
      #expect(answer.hasPrefix("HTTP/1.1 400 "))
    }
  }

  @Test(
    "Without access keys it does not listen where other machines are", arguments: ["0.0.0.0", "::", "127.evil.example"])
  func openAddresses(host: String) async {
    await #expect(throws: DynamoDBServerError.openToStrangers(host: host)) {
      try await DynamoDBServer(
        EmbeddedDynamoDB(), configuration: .init(host: host, port: 0),
        logger: Logger(label: "server tests") { _ in SwiftLogNoOpLogHandler() }
      ).run()
    }
  }

  @Test("Or only when it is told to")
  func openByWish() async throws {
    try await withServer(.init(host: "0.0.0.0", port: 0, isOpenToAnyone: true)) { port in
      let answer = try await post(to: port, headers: [HTTPHeader("Host", "dynamo.example")])
      #expect(answer.status == 200)
    }
    try await withServer(.init(host: "0.0.0.0", port: 0, accessKeys: [Self.key])) { port in
      let signed = try await outcome(port: port)
      let unsigned = try await post(to: port)
      #expect(signed == nil)
      #expect(unsigned.status == 400)
    }
  }

  @Test("A browser that was led to this machine under another's name gets nothing")
  func rebinding() async throws {
    try await withServer(.init(port: 0, trustedHosts: ["host.docker.internal"])) { port in
      for host in [
        "localhost", "LOCALHOST:\(port)", "localhost.:1", "api.localhost", "127.0.0.1:\(port)", "[::1]:8000",
        "10.1.2.3",
        "host.docker.internal:8000",
      ] {
        #expect(try await post(to: port, headers: [HTTPHeader("Host", host)]).status == 200, "\(host)")
      }
      for host in [
        "evil.example", "localhost.evil.example:\(port)", "127.0.0.1.evil.example", "1.2.3.400", "notlocalhost",
      ] {
        let answer = try await post(to: port, headers: [HTTPHeader("Host", host)])
        #expect(answer.status == 400, "\(host)")
        #expect(DynamoDBError(status: answer.status, body: answer.body).code == "AccessDeniedException")
      }
    }
  }

  @Test("A key's secret is in no description of it")
  func redaction() {
    var dumped = ""
    dump(Self.key, to: &dumped)
    for text in ["\(Self.key)", String(reflecting: Self.key), dumped] {
      #expect(!text.contains(Self.key.secret) && text.contains(Self.key.id))
    }
  }
}

/// The machine's clock, wrong by as much as a test likes.
private final class ShiftedTime: TimeSource {
  private let amount = Mutex(Duration.zero)

  var shift: Duration {
    get { amount.withLock { $0 } }
    set { amount.withLock { $0 = newValue } }
  }
  var now: Timestamp { SystemTime().now + shift }
  var uptime: Duration { SystemTime().uptime }
  func sleep(for duration: Duration) async throws { try await SystemTime().sleep(for: duration) }
}
