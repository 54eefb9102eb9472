import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import GRDB

/// Runs `body` with a closed file of 200 items in the table `pages`, a stretch of whose middle is overwritten.
func withDamagedFile(_ body: (_ path: String, _ directory: String) async throws -> Void) async throws {
  try await withTemporaryDirectory { directory in
    let whole = directory + "/whole.sqlite"
    let path = directory + "/engine.sqlite"
    let engine = try EmbeddedDynamoDB(path: whole)
    _ = try await engine.send(CreateTable(table: "pages", partitionKey: .init("pk")))
    for n in 0..<200 {
      try await engine.putItem(
        ["pk": .string("\(n)"), "body": .string(String(repeating: "x", count: 1000))], into: "pages")
    }
    // A copy has no log beside it.
    try await EmbeddedDynamoDB.backUp(whole, to: path)
    var bytes = try Data(contentsOf: URL(filePath: path))
    let middle = bytes.count / 2 / 4096 * 4096
    for index in middle..<middle + 8 * 4096 { bytes[index] = 0xA5 }
    try bytes.write(to: URL(filePath: path))
    try await body(path, directory)
  }
}
