import AWSDynamoDB
import DynamoDB
import DynamoDBServer
import EmbeddedDynamoDB
import Logging

/// Runs a server over an empty engine on a free port of the loopback device while `body` runs.
func withServer(
  _ configuration: DynamoDBServer<EmbeddedDynamoDB>.Configuration,
  _ body: @Sendable @escaping (_ port: Int) async throws -> Void
) async throws {
  let (ports, announcement) = AsyncStream.makeStream(of: Int.self)
  let server = DynamoDBServer(
    EmbeddedDynamoDB(), configuration: configuration,
    logger: Logger(label: "server tests") { _ in SwiftLogNoOpLogHandler() }, onListening: { announcement.yield($0) })
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

/// A request that nobody signed; `headers` may name another host.
func post(
  to port: Int, headers: [HTTPHeader] = [], body: [UInt8] = Array("{}".utf8), operation: String = "ListTables"
) async throws -> HTTPResponse {
  let transport = AsyncHTTPTransport()
  do {
    let response = try await transport.send(
      HTTPRequest(
        url: "http://127.0.0.1:\(port)/",
        headers: headers + [
          HTTPHeader("X-Amz-Target", "DynamoDB_20120810.\(operation)"),
          HTTPHeader("Content-Type", "application/x-amz-json-1.0"),
        ], body: body), deadline: .seconds(60))
    await transport.shutdown()
    return response
  } catch {
    await transport.shutdown()
    throw error
  }
}
