import AWSDynamoDB
import DynamoDB
import Subprocess
import SystemPackage
import Testing

/// A server that the system lets have less than it would like.
@Suite("A server at the system's limits", .serialized, .timeLimit(.minutes(10)))
struct LimitedServerTests {
  /// Runs `body` with a server that a shell has limited with `ulimit`.
  private func withServer(
    limit: String, _ arguments: String, _ body: (_ endpoint: Endpoint) async throws -> Void
  ) async throws {
    let program = Programs.path("tabletheory")
    _ = try await run(
      .name("bash"),
      // A process is killed at the limit of its files' size, unless it has been told not to mind.
      arguments: ["-c", "trap '' XFSZ; ulimit \(limit); exec '\(program)' serve --port 0 \(arguments)"], input: .none,
      output: .sequence, error: .discarded
    ) { execution in
      defer { try? execution.send(signal: .kill) }
      var lines = execution.standardOutput.strings().makeAsyncIterator()
      guard let url = try await lines.next()?.split(separator: " ").last else { throw ServerDidNotStart() }
      try await body(try Endpoint(String(url)))
    }
  }

  @Test("When no more can be written it says so, keeps what it acknowledged, and goes on reading")
  func fullDisk() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      var acknowledged: [String] = []
      // 1,024 bytes each: 600 KB for the file and for its log.
      try await withServer(limit: "-f 600", "--database '\(path)'") { endpoint in
        acknowledged = try await withClient(of: endpoint, attempts: 1) { client in
          _ = try await client.send(CreateTable(table: "pages", partitionKey: .init("pk")))
          let body = AttributeValue.string(String(repeating: "x", count: 20_000))
          var written: [String] = []
          var refusal: DynamoDBError?
          for n in 0..<200 where refusal == nil {
            do throws(DynamoDBError) {
              try await client.putItem(["pk": .string("\(n)"), "body": body], into: "pages")
              written.append("\(n)")
            } catch {
              refusal = error
            }
          }
          // What a status of 500 means for a write: its answer does not say whether it has happened.
          #expect(refusal?.code == "OutcomeUnknown")
          #expect(refusal?.message.contains("SQLite error") == true)
          for key in written { #expect(try await client.getItem(["pk": .string(key)], from: "pages") != nil, "\(key)") }
          return written
        }
      }
      #expect(!acknowledged.isEmpty)
      try await ProcessTests.withServer(database: path) { endpoint, _ in
        try await withClient(of: endpoint) { client in
          for key in acknowledged {
            #expect(try await client.getItem(["pk": .string(key)], from: "pages") != nil, "\(key)")
          }
          try await client.putItem(["pk": "afterwards"], into: "pages")
        }
      }
    }
  }
}
