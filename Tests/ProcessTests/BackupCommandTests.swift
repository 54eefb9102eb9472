import AWSDynamoDB
import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import Subprocess
import Testing

/// Programs, not functions: a server that is written to, and `tabletheory backup` beside it.
@Suite("tabletheory backup", .serialized)
struct BackupCommandTests {
  private func backUp(_ path: String, _ copy: String) async throws -> (success: Bool, message: String) {
    let result = try await run(
      Programs.tabletheory, arguments: ["backup", path, copy], output: .string(limit: 1 << 16),
      error: .string(limit: 1 << 16))
    return (result.terminationStatus.isSuccess, result.standardError)
  }

  @Test("It copies what a running server has acknowledged; nothing is written over")
  func running() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      try await withServer(database: path) { endpoint, _ in
        try await withClient(of: endpoint) { client in
          _ = try await client.send(CreateTable(table: "pages", partitionKey: .init("pk")))
          for n in 0..<50 { try await client.putItem(["pk": .string("\(n)")], into: "pages") }
          #expect(try await backUp(path, directory + "/copy.sqlite").success)
          try await client.putItem(["pk": "later"], into: "pages")
          let second = try await backUp(path, directory + "/copy.sqlite")
          #expect(!second.success && second.message.contains("copy.sqlite is there already"))
        }
      }
      let copy = try EmbeddedDynamoDB(path: directory + "/copy.sqlite")
      #expect(try await copy.send(Scan(table: "pages")).count == 50)
      let missing = try await backUp(directory + "/none.sqlite", directory + "/other.sqlite")
      #expect(!missing.success && missing.message.contains("there is no file"))
    }
  }
}
