import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import GRDB
import Testing

@Suite("Copies of a file in use", .serialized)
struct BackupTests {
  @Test("A copy has all that was acknowledged before it, and transactions are whole, while writers go on")
  func consistent() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      let engine = try EmbeddedDynamoDB(path: path)
      _ = try await engine.send(CreateTable(table: "pages", partitionKey: .init("pk")))
      let filler = AttributeValue.string(String(repeating: "x", count: 2000))
      for n in 0..<300 { try await engine.putItem(["pk": .string("filler-\(n)"), "body": filler], into: "pages") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<4 {
          group.addTask {
            var count = 0
            while !Task.isCancelled {
              count += 1
              try await engine.transactWriteItems(
                ["left", "right"].map { side in
                  .put(
                    PutItem(
                      table: "pages", item: ["pk": .string("\(side)-\(writer)"), "n": .number(count), "body": filler]))
                })
            }
          }
        }
        for round in 0..<5 {
          try await engine.putItem(["pk": .string("mark-\(round)")], into: "pages")
          let copy = directory + "/copy-\(round).sqlite"
          try await EmbeddedDynamoDB.backUp(path, to: copy)
          let copied = try EmbeddedDynamoDB(path: copy)
          #expect(try await copied.getItem(["pk": .string("mark-\(round)")], from: "pages") != nil)
          #expect(try await copied.getItem(["pk": "filler-299"], from: "pages")?["body"] == filler)
          for writer in 0..<4 {
            let left = try await copied.getItem(["pk": .string("left-\(writer)")], from: "pages")
            let right = try await copied.getItem(["pk": .string("right-\(writer)")], from: "pages")
            #expect(left?["n"] == right?["n"], "half a transaction")
          }
        }
        group.cancelAll()
      }
      #expect(!FileManager.default.fileExists(atPath: directory + "/copy-0.sqlite.partial"))
    }
  }

  @Test("Nothing is written over, and what cannot be copied leaves no copy")
  func refusals() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      let engine = try EmbeddedDynamoDB(path: path)
      _ = try await engine.send(CreateTable(table: "pages", partitionKey: .init("pk")))
      let taken = directory + "/taken"
      try Data("precious".utf8).write(to: URL(filePath: taken))
      let foreign = directory + "/foreign.sqlite"
      try await DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE theirs (id INTEGER)") }
      let cases = [
        (path, taken), (directory + "/missing", directory + "/a"), (foreign, directory + "/b"),
        (taken, directory + "/c"),
        (path, directory + "/no/such/folder/d"),
      ]
      for (source, copy) in cases {
        await #expect("\(source)") {
          try await EmbeddedDynamoDB.backUp(source, to: copy)
        } throws: { error in
          if case .unavailable = error as? DynamoDBError { true } else { false }
        }
      }
      #expect(try Data(contentsOf: URL(filePath: taken)) == Data("precious".utf8))
      let names = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(!names.contains { ["a", "b", "c"].contains($0) || $0.hasSuffix(".partial") })
    }
  }

  @Test("A damaged file is not copied as if it were whole")
  func damaged() async throws {
    try await withDamagedFile { path, directory in
      await #expect(throws: DynamoDBError.self) {
        try await EmbeddedDynamoDB.backUp(path, to: directory + "/copy.sqlite")
      }
      #expect(!FileManager.default.fileExists(atPath: directory + "/copy.sqlite"))
    }
  }
}
