import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import GRDB
import Testing

@Suite("The database file", .serialized)
struct FileTests {
  @Test("What was written is there after the file is opened again")
  func reopened() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      let item: Item = ["pk": "a", "n": .number(try Number(parsing: "1e-5")), "s": .stringSet(["é", "e\u{301}"])]
      do {
        let engine = try EmbeddedDynamoDB(path: path)
        _ = try await engine.send(CreateTable(table: "pages", partitionKey: .init("pk")))
        _ = try await engine.send(UpdateTimeToLive(table: "pages", attribute: "ttl"))
        try await engine.putItem(item, into: "pages")
      }
      let engine = try EmbeddedDynamoDB(path: path)
      #expect(try await engine.getItem(["pk": "a"], from: "pages") == item)
      #expect(try await engine.send(DescribeTimeToLive(table: "pages")).attribute == "ttl")
    }
  }

  @Test("Two engines on one file see each other's writes at once")
  func shared() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      let one = try EmbeddedDynamoDB(path: path)
      let two = try EmbeddedDynamoDB(path: path)
      _ = try await one.send(CreateTable(table: "pages", partitionKey: .init("pk")))
      for n in 0..<100 {
        let (writer, reader) = n.isMultiple(of: 2) ? (one, two) : (two, one)
        try await writer.putItem(["pk": "a", "n": .number(n)], into: "pages")
        #expect(try await reader.getItem(["pk": "a"], from: "pages")?["n"] == .number(n))
      }
    }
  }

  @Test("A file that is no database, or another program's, is refused and left as it is")
  func foreignFiles() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/text"
      let text = Data("this is not a database, it is a text that somebody needs\n".utf8)
      try text.write(to: URL(filePath: path))
      #expect {
        _ = try EmbeddedDynamoDB(path: path)
      } throws: { error in
        if case .unavailable(let message) = error as? DynamoDBError { message.contains(path) } else { false }
      }
      #expect(try Data(contentsOf: URL(filePath: path)) == text)
      let foreign = directory + "/foreign.sqlite"
      try DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE theirs (id INTEGER)") }
      let bytes = try Data(contentsOf: URL(filePath: foreign))
      #expect(throws: DynamoDBError.self) { _ = try EmbeddedDynamoDB(path: foreign) }
      #expect(try Data(contentsOf: URL(filePath: foreign)) == bytes)
      #expect(throws: DynamoDBError.self) { _ = try EmbeddedDynamoDB(path: directory + "/no/such/directory/file") }
    }
  }
}
