import AWSDynamoDB
import DynamoDB
import Testing

@Suite("A request waits for credentials no longer than for its answer", .timeLimit(.minutes(5)))
struct CredentialsDeadlineTests {
  private func client(_ provider: ScriptedProvider, _ time: SteppedTime) throws -> AWSDynamoDBClient {
    AWSDynamoDBClient(
      AWSDynamoDBClient.Configuration(region: try Region("eu-west-1"), credentials: provider, time: time),
      transport: StubTransport(.answer(200, "{}")))
  }

  private func error(_ client: AWSDynamoDBClient) async -> DynamoDBError? {
    do throws(DynamoDBError) {
      _ = try await client.send(Sample.put)
      return nil
    } catch {
      return error
    }
  }

  @Test("Credentials that do not come are told, as of the operation's deadline")
  func deadline() async throws {
    let time = SteppedTime()
    let provider = ScriptedProvider(lifetime: .seconds(60), time)
    provider.close()
    let client = try client(provider, time)
    async let outcome = error(client)
    await until { provider.calls == 1 && time.sleepers == 1 }
    time.advance(by: .seconds(15))
    #expect(await outcome == .unavailable("no credentials: they did not come within 15.0 seconds"))
    #expect(time.sleepers == 0)
  }

  @Test("A task that is cancelled while it waits for them is cancelled, and not without credentials")
  func cancelled() async throws {
    let time = SteppedTime()
    let provider = ScriptedProvider(lifetime: .seconds(60), time)
    provider.close()
    let client = try client(provider, time)
    let task = Task { await error(client) }
    await until { provider.calls == 1 }
    task.cancel()
    #expect(await task.value == .cancelled)
  }

  @Test("Credentials that come in time are used, and nobody waits on")
  func inTime() async throws {
    let time = SteppedTime()
    let provider = ScriptedProvider(lifetime: .seconds(60), time)
    #expect(await error(try client(provider, time)) == nil)
    #expect(time.sleepers == 0)
  }
}
