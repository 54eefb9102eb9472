import AWSSignatures
import DynamoDB
import Synchronization
import Testing

@testable import AWSDynamoDB

@Suite("Credentials that expire every second")
struct ExpiringCredentialsTests {
  /// Where the credentials come from: asked for each attempt. `RefreshingCredentialsTests` does the same with
  /// those that are kept.
  private func client(_ service: StrictService, time: ManualTime) throws -> AWSDynamoDBClient {
    var configuration = AWSDynamoDBClient.Configuration(
      region: try Region("eu-west-1"), credentials: SecondlyCredentials(time: time),
      retryPolicy: RetryPolicy(maximumAttempts: 10, baseDelay: .milliseconds(1500)), deadline: .seconds(3600),
      time: time)
    configuration.jitter = { 1 }
    return AWSDynamoDBClient(configuration, transport: service)
  }

  @Test("Ten thousand requests: none fails")
  func tenThousand() async throws {
    let time = ManualTime()
    let service = StrictService(time: time, seed: 1)
    let client = try client(service, time: time)
    for _ in 0..<10_000 {
      _ = try await client.send(Sample.get)
    }
    #expect(service.served == 10_000)
    // They were renewed, hundreds of times and more, and attempts were repeated with those of their own second.
    #expect(service.accessKeys > 1000)
    #expect(service.throttled > 100)
  }

  @Test("The service of this test refuses credentials of another second, and signatures by another secret")
  func strictness() async throws {
    let time = ManualTime()
    let service = StrictService(time: time, seed: 1)
    let old = try await SecondlyCredentials(time: time).credentials()
    time.advance(by: .seconds(1))
    var forged = try await SecondlyCredentials(time: time).credentials()
    forged.secretAccessKey = old.secretAccessKey
    var swapped = try await SecondlyCredentials(time: time).credentials()
    swapped.sessionToken = old.sessionToken
    for credentials in [old, forged, swapped] {
      var configuration = AWSDynamoDBClient.Configuration(
        region: try Region("eu-west-1"), credentials: StaticCredentials(credentials), time: time)
      configuration.retryPolicy = .never
      let client = AWSDynamoDBClient(configuration, transport: service)
      await #expect(throws: DynamoDBError.self) { try await client.send(Sample.get) }
    }
    #expect(service.served == 0)
  }
}

/// Gives out credentials that are good for the second of the clock they are asked in, and no longer.
private struct SecondlyCredentials: CredentialsProvider {
  let time: ManualTime

  var current: Credentials? { Self.credentials(of: time.now.secondsRoundedDown) }

  func credentials() async throws(CredentialsError) -> Credentials { Self.credentials(of: time.now.secondsRoundedDown) }

  static func credentials(of second: Int64) -> Credentials {
    Credentials(
      accessKeyID: "ASIA\(second)", secretAccessKey: "secret of \(second)", sessionToken: "token/of+\(second)==",
      expiration: Timestamp(seconds: second + 1))
  }
}

/// Lets time pass with every request, and serves those only that are signed now, with the credentials of now.
private final class StrictService: HTTPTransport {
  private struct State {
    var generator: SeededGenerator
    var served = 0
    var throttled = 0
    var accessKeys: Set<String> = []
  }

  private let time: ManualTime
  private let state: Mutex<State>

  init(time: ManualTime, seed: UInt64) {
    self.time = time
    state = Mutex(State(generator: SeededGenerator(seed: seed)))
  }

  var served: Int { state.withLock { $0.served } }
  var throttled: Int { state.withLock { $0.throttled } }
  var accessKeys: Int { state.withLock { $0.accessKeys.count } }

  func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPResponse {
    let isRight = isSignedNow(request)
    let second = time.now.secondsRoundedDown
    let reply = state.withLock { state in
      guard isRight else { return StubTransport.Reply.error("ExpiredTokenException") }
      guard Int.random(in: 0..<20, using: &state.generator) > 0 else {
        state.throttled += 1
        return .throttled
      }
      state.served += 1
      state.accessKeys.insert("ASIA\(second)")
      return .answer(200, "{}")
    }
    let pause = state.withLock { Int.random(in: 0..<400, using: &$0.generator) }
    time.advance(by: .milliseconds(pause))
    return try reply.get()
  }

  private func isSignedNow(_ request: HTTPRequest) -> Bool {
    let response = HTTPResponse(status: 0, headers: request.headers)
    let credentials = SecondlyCredentials.credentials(of: time.now.secondsRoundedDown)
    let unsigned = ["authorization", "user-agent", "x-amz-date", "x-amz-security-token"]
    let expected = SignatureV4.authorization(
      method: request.method, path: "/", query: "",
      headers: request.headers.filter { !unsigned.contains($0.name.lowercased()) }, payload: request.body,
      credentials: credentials, region: "eu-west-1", service: "dynamodb", now: time.now)
    return response.header("authorization") == expected
      && response.header("x-amz-date") == SigningTime(time.now).stamp
      && response.header("x-amz-security-token") == credentials.sessionToken
  }
}
