import AWSDynamoDB
import DynamoDB
import Testing

@Suite("Failed attempts are repeated within bounds")
struct RetryTests {
  @Test("A throttled write goes through at the third attempt, after growing pauses")
  func throttledThenSuccess() async throws {
    let time = ManualTime()
    let transport = StubTransport(.throttled, .refused, .answer(200, "{}"))
    _ = try await AWSDynamoDBClient.scripted(transport, time: time).send(Sample.conditionalPut)
    #expect(transport.sent.count == 3)
    #expect(time.sleeps == [.milliseconds(25), .milliseconds(50)])
  }

  @Test("What is throttled to the end is told as throttled, and what nobody answered as unavailable")
  func throttled() async throws {
    await #expect(throws: DynamoDBError.throttled("m")) {
      try await AWSDynamoDBClient.scripted(StubTransport(.throttled)).send(Sample.conditionalPut)
    }
    await #expect {
      try await AWSDynamoDBClient.scripted(StubTransport(.refused)).send(Sample.conditionalPut)
    } throws: { error in
      if case .unavailable(let message) = error as? DynamoDBError { message.contains("refused") } else { false }
    }
  }

  @Test("Each attempt is signed anew, with the time and the credentials of that moment")
  func signedAnew() async throws {
    let time = ManualTime()
    let transport = StubTransport(.throttled, .answer(200, "{}"), beforeReply: { _ in time.advance(by: .seconds(2)) })
    let client = try AWSDynamoDBClient.scripted(transport, time: time, credentials: RotatingCredentials())
    _ = try await client.send(Sample.get)
    let headers = transport.sent.map { HTTPResponse(status: 0, headers: $0.request.headers) }
    #expect(headers.map { $0.header("X-Amz-Date") } == ["20150830T123600Z", "20150830T123602Z"])
    #expect(headers[0].header("Authorization")?.contains("Credential=AKID1/") == true)
    #expect(headers[1].header("Authorization")?.contains("Credential=AKID2/") == true)
  }

  @Test("The deadline covers all attempts: the last one gets what is left, and none begins after it")
  func deadline() async throws {
    let time = ManualTime()
    let transport = StubTransport(
      .failure(.timedOut(sent: true)), beforeReply: { time.advance(by: $0.deadline) })
    let client = try AWSDynamoDBClient.scripted(transport, time: time, attempts: 100)
    await #expect(throws: DynamoDBError.self) { try await client.send(Sample.get) }
    #expect(transport.sent.count == 3)
    #expect(transport.sent.last?.deadline == .seconds(5) - .milliseconds(75))
    #expect(time.uptime == .seconds(15))
  }

  @Test("A service in trouble gets few retries from one client: the budget runs out, and success refills it")
  func budget() async throws {
    let transport = StubTransport(.refused)
    let client = try AWSDynamoDBClient.scripted(transport)
    for _ in 0..<100 { _ = try? await client.send(Sample.get) }
    // 100 first attempts, and 500 tokens for retries at 5 each.
    #expect(transport.sent.count == 200)
  }

  @Test("A cancelled task sends nothing more")
  func cancelled() async throws {
    let transport = StubTransport(.throttled)
    let client = try AWSDynamoDBClient.scripted(transport)
    let task = Task { () -> DynamoDBError? in
      cancelCurrentTask()
      do throws(DynamoDBError) {
        _ = try await client.send(Sample.conditionalPut)
        return nil
      } catch {
        return error
      }
    }
    #expect(await task.value == .cancelled)
    #expect(transport.sent.isEmpty)
  }

  @Test("A task that is cancelled during a pause sends nothing more")
  func cancelledDuringPause() async throws {
    let transport = StubTransport(.throttled, beforeReply: { _ in cancelCurrentTask() })
    let client = try AWSDynamoDBClient.scripted(transport)
    let task = Task { () -> DynamoDBError? in
      do throws(DynamoDBError) {
        _ = try await client.send(Sample.conditionalPut)
        return nil
      } catch {
        return error
      }
    }
    #expect(await task.value == .cancelled)
    #expect(transport.sent.count == 1)
  }

  /// Other credentials at each call.
  struct RotatingCredentials: CredentialsProvider {
    let counter = Counter()

    var current: Credentials? { credentials() }

    func credentials() -> Credentials {
      Credentials(accessKeyID: "AKID\(counter.next())", secretAccessKey: "secret")
    }
  }
}
