import AWSDynamoDBService
import DynamoDB
import ServiceLifecycleTestKit
import Synchronization
import Testing

@testable import AWSDynamoDB

@Suite("A client that is shut down lets what is under way end, and nothing else in", .timeLimit(.minutes(5)))
struct ShutdownTests {
  /// Answers nothing until it is told to, or the request is cancelled.
  private final class Door: HTTPTransport {
    private let state = Mutex(State())

    private struct State {
      var arrived = 0
      var isShutDown = false
      var waiters: [CheckedContinuation<Bool, Never>] = []
    }

    var arrived: Int { state.withLock { $0.arrived } }
    var isShutDown: Bool { state.withLock { $0.isShutDown } }

    func open(answering isAnswered: Bool = true) {
      let waiters = state.withLock { state in
        defer { state.waiters = [] }
        return state.waiters
      }
      for waiter in waiters { waiter.resume(returning: isAnswered) }
    }

    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPResponse {
      let isAnswered = await withCheckedContinuation { continuation in
        state.withLock { state in
          state.arrived += 1
          state.waiters.append(continuation)
        }
      }
      guard isAnswered else { throw .answerLost("shut down") }
      return HTTPResponse(status: 200, headers: [HTTPHeader("x-amz-crc32", "2745614147")], body: Array("{}".utf8))
    }

    /// What is under way fails.
    func shutdown() async {
      state.withLock { $0.isShutDown = true }
      open(answering: false)
    }
  }

  private func client(_ transport: any HTTPTransport) throws -> AWSDynamoDBClient {
    AWSDynamoDBClient(
      AWSDynamoDBClient.Configuration(
        region: try Region("eu-west-1"), credentials: StaticCredentials(accessKeyID: "a", secretAccessKey: "b"),
        retryPolicy: .never, time: ManualTime()),
      transport: transport)
  }

  private func outcome(_ client: AWSDynamoDBClient) async -> DynamoDBError? {
    do throws(DynamoDBError) {
      _ = try await client.send(Sample.put)
      return nil
    } catch {
      return error
    }
  }

  @Test("What is under way is answered, what comes later is refused, and then the connections are closed")
  func drains() async throws {
    let door = Door()
    let client = try client(door)
    async let first = outcome(client)
    async let second = outcome(client)
    while door.arrived < 2 { await Task.yield() }
    async let shutdown: Void = client.shutdown()
    while client.gate.isOpen { await Task.yield() }
    let late = await outcome(client)
    #expect(late == .unavailable("the client was shut down"))
    #expect(!door.isShutDown)
    door.open()
    await shutdown
    #expect(await first == nil)
    #expect(await second == nil)
    #expect(door.isShutDown)
  }

  @Test("A shutdown that is cancelled closes the connections at once, and what is under way is told what is known")
  func cancelled() async throws {
    let door = Door()
    let client = try client(door)
    async let first = outcome(client)
    while door.arrived < 1 { await Task.yield() }
    let shutdown = Task { await client.shutdown() }
    shutdown.cancel()
    await shutdown.value
    #expect(door.isShutDown)
    #expect(await first == .outcomeUnknown("the request was sent and its answer was lost: shut down"))
  }

  @Test("Shutting down twice, or with nothing under way, returns")
  func idle() async throws {
    let client = try client(Door())
    await client.shutdown()
    await client.shutdown()
    #expect(await outcome(client) == .unavailable("the client was shut down"))
  }

  @Test("As a service it runs until it is shut down gracefully, or cancelled")
  func service() async throws {
    let door = Door()
    let client = try client(door)
    try await testGracefulShutdown { trigger in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await client.run() }
        trigger.triggerGracefulShutdown()
        try await group.waitForAll()
      }
    }
    #expect(door.isShutDown)

    let other = Door()
    let second = try self.client(other)
    let task = Task { try await second.run() }
    task.cancel()
    try await task.value
    #expect(other.isShutDown)
  }
}
