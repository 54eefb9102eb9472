import AWSDynamoDB
import DynamoDB
import DynamoDBServer
import EmbeddedDynamoDB
import Logging
import Synchronization
import TableTheory
import Testing

/// A command that waits for its turn. The server is this process, so that it is seen when somebody has asked in vain.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LeaseRunWaitTests {
  @Test("With --wait it runs once the holder has given the lease back, and not before")
  func waits() async throws {
    try await withWatchedServer { command, leases, refusals in
      let lease = try await leases.acquire("backup", for: .seconds(3600))
      let ending = try await command.beside(command.running("backup", ["--wait", "1h"], "echo ran")) { _ in
        await refusals.next()
        try await leases.release(lease)
      }
      #expect(ending.output == "ran")
      #expect(ending.status == 0)
    }
  }

  @Test("A signal ends the wait with 128 and its number, and the command never runs", arguments: [15, 2, 1, 3])
  func stops(signal: Int32) async throws {
    try await withWatchedServer { command, leases, refusals in
      let lease = try await leases.acquire("backup", for: .seconds(3600))
      let ending = try await command.beside(command.running("backup", ["--wait", "1h"], "echo ran")) { running in
        await refusals.next()
        running.send(signal)
      }
      #expect(ending.status == 128 + signal)
      #expect(ending.output.isEmpty)
      #expect(ending.error.contains("ended by signal \(signal) before there was a lease"))
      #expect(try await leases.release(lease) == .released)
    }
  }

  @Test("A message to a command that is not there yet is nobody's, and no reason not to run it", arguments: [10, 12])
  func messages(signal: Int32) async throws {
    try await withWatchedServer { command, leases, refusals in
      let lease = try await leases.acquire("backup", for: .seconds(3600))
      let ending = try await command.beside(command.running("backup", ["--wait", "1h"], "echo ran")) { running in
        await refusals.next()
        running.send(signal)
        // So that it has come before there is a lease: the first of these may be older than it.
        await refusals.next()
        await refusals.next()
        try await leases.release(lease)
      }
      #expect(ending.output == "ran")
      #expect(ending.status == 0)
    }
  }

  @Test("\"lease acquire\" waits as well, and a signal leaves no lease behind")
  func acquire() async throws {
    try await withWatchedServer { command, leases, refusals in
      let lease = try await leases.acquire("backup", for: .seconds(3600))
      let arguments = ["lease", "acquire", "backup", "--for", "1h", "--wait", "1h", "--json"] + command.store
      let stopped = try await command.beside(arguments) { running in
        await refusals.next()
        running.send(15)
      }
      #expect(stopped.status == 143)
      #expect(stopped.output.isEmpty)
      let ending = try await command.beside(arguments) { _ in
        await refusals.next()
        try await leases.release(lease)
      }
      #expect(ending.status == 0)
      #expect(ending.output.contains(#""outcome":"acquired""#))
    }
  }

  private func withWatchedServer(
    _ body: (LeaseCommand, LeaseManager, Refusals) async throws -> Void
  ) async throws {
    let engine = EmbeddedDynamoDB()
    try await CacheTable("leases", on: engine).createIfMissing()
    let refusals = Refusals()
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    var logger = Logger(label: "server") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .critical
    let server = DynamoDBServer(
      RefusalWatch(client: engine, refusals: refusals), configuration: .init(port: 0), logger: logger
    ) { port.yield($0) }
    try await withTemporaryDirectory { directory in
      let serving = Task { try await server.run() }
      for await port in ports {
        let command = LeaseCommand(in: directory, endpoint: "http://127.0.0.1:\(port)")
        do {
          try await body(command, LeaseManager(table: "leases", on: engine), refusals)
        } catch {
          Issue.record(error)
        }
        break
      }
      serving.cancel()
      _ = await serving.result
    }
  }
}

/// Tells of each request whose condition was refused.
private struct RefusalWatch: DynamoDBClient {
  let client: EmbeddedDynamoDB
  let refusals: Refusals

  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    do throws(DynamoDBError) {
      return try await client.send(operation)
    } catch {
      if case .conditionFailed = error { refusals.record() }
      throw error
    }
  }
}

/// How often somebody has asked in vain, and who waits for that.
private final class Refusals: Sendable {
  private struct State {
    var unseen = 0
    var waiting: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  func record() {
    let waiting = state.withLock { state in
      state.unseen += 1
      defer { state.waiting = nil }
      if state.waiting != nil { state.unseen = 0 }
      return state.waiting
    }
    waiting?.resume()
  }

  /// Waits for a refusal since the last one that was waited for; one caller at a time.
  func next() async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        guard state.unseen == 0 else {
          state.unseen = 0
          return true
        }
        state.waiting = continuation
        return false
      }
      if isThere { continuation.resume() }
    }
  }
}
