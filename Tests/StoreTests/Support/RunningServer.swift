import DynamoDB
import DynamoDBServer
import Logging

/// Runs our server over `client` on a free port of the loopback device while `body` runs.
func withServer<Client: DynamoDBClient>(
  of client: Client, _ body: @Sendable @escaping (_ port: Int) async throws -> Void
) async throws {
  let (ports, announcement) = AsyncStream.makeStream(of: Int.self)
  let server = DynamoDBServer(
    client, configuration: .init(port: 0), logger: Logger(label: "store tests") { _ in SwiftLogNoOpLogHandler() },
    onListening: { announcement.yield($0) })
  try await withThrowingTaskGroup(of: Bool.self) { group in
    group.addTask {
      defer { announcement.finish() }
      try await server.run()
      return false
    }
    group.addTask {
      for await port in ports {
        try await body(port)
        return true
      }
      return false
    }
    defer { group.cancelAll() }
    while let isBodysEnd = try await group.next() {
      if isBodysEnd { return }
    }
    throw ServerDidNotStart()
  }
}

struct ServerDidNotStart: Error {}
