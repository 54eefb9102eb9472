import DynamoDB
import FoundationEssentials
import GRDB
import Testing

@testable import EmbeddedDynamoDB

@Suite("Files and disks that fail", .serialized)
struct BrokenFileTests {
  private func message(_ error: any Error) -> String {
    guard case .service(code: "InternalServerError", status: 500, let message) = error as? DynamoDBError else {
      return ""
    }
    return message
  }

  @Test("A full disk refuses writes, keeps what there is readable, and is not held against the writes of later")
  func fullDisk() async throws {
    try await withTemporaryDirectory { directory in
      let storage = try SQLiteStorage(path: directory + "/engine.sqlite")
      let engine = Engine(storage: storage, time: SystemTime())
      _ = try await engine.run(CreateTable(table: "pages", partitionKey: .init("pk")))
      _ = try await engine.run(PutItem(table: "pages", item: ["pk": "before"]))
      let pages = try await storage.pool.writeWithoutTransaction { database in
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        try database.execute(sql: "PRAGMA max_page_count = \(pages + 1)")
        return pages
      }
      let large = AttributeValue.string(String(repeating: "x", count: 100_000))
      await #expect {
        _ = try await engine.run(PutItem(table: "pages", item: ["pk": "large", "body": large]))
      } throws: {
        message($0).hasPrefix("the disk is full (SQLite error 13")
      }
      #expect(try await engine.run(GetItem(table: "pages", key: ["pk": "before"])).item == ["pk": "before"])
      #expect(try await engine.run(GetItem(table: "pages", key: ["pk": "large"])).item == nil)
      try await storage.pool.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA max_page_count = \(pages + 1000)")
      }
      _ = try await engine.run(PutItem(table: "pages", item: ["pk": "large", "body": large]))
      #expect(try await engine.run(GetItem(table: "pages", key: ["pk": "large"])).item?["body"] == large)
    }
  }

  @Test("A file that has become read-only refuses writes and says so")
  func readOnly() async throws {
    try await withTemporaryDirectory { directory in
      let storage = try SQLiteStorage(path: directory + "/engine.sqlite")
      let engine = Engine(storage: storage, time: SystemTime())
      _ = try await engine.run(CreateTable(table: "pages", partitionKey: .init("pk")))
      try await storage.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 1") }
      await #expect {
        _ = try await engine.run(PutItem(table: "pages", item: ["pk": "a"]))
      } throws: {
        message($0).hasPrefix("the database file cannot be written")
      }
      #expect(try await engine.run(GetItem(table: "pages", key: ["pk": "a"])).item == nil)
    }
  }

  @Test("What lay in a damaged part of a file is an error, and not an item that is not there")
  func damaged() async throws {
    try await withDamagedFile { path, _ in
      let engine = try EmbeddedDynamoDB(path: path)
      var failures = 0
      for n in 0..<200 {
        do {
          #expect(try await engine.getItem(["pk": .string("\(n)")], from: "pages") != nil, "\(n)")
        } catch {
          // A broken page, or a row that was half in one.
          let message = message(error)
          #expect(
            message.hasPrefix("the database file is damaged") || message == "the file holds a row that cannot be read")
          failures += 1
        }
      }
      #expect(failures > 0)
      await #expect { _ = try await engine.send(Scan(table: "pages")) } throws: { message($0) != "" }
    }
  }

  @Test("A file that was cut short is an error too", arguments: [0.9, 0.5, 0.1])
  func cutShort(share: Double) async throws {
    try await withTemporaryDirectory { directory in
      let whole = directory + "/whole.sqlite"
      let path = directory + "/engine.sqlite"
      let writer = try EmbeddedDynamoDB(path: whole)
      _ = try await writer.send(CreateTable(table: "pages", partitionKey: .init("pk")))
      for n in 0..<100 {
        try await writer.putItem(
          ["pk": .string("\(n)"), "body": .string(String(repeating: "x", count: 1000))], into: "pages")
      }
      try await EmbeddedDynamoDB.backUp(whole, to: path)
      let bytes = try Data(contentsOf: URL(filePath: path))
      try bytes.prefix(Int(Double(bytes.count) * share)).write(to: URL(filePath: path))
      await #expect(throws: DynamoDBError.self) {
        let engine = try EmbeddedDynamoDB(path: path)
        let found = try await engine.send(Scan(table: "pages")).count
        #expect(found == 100)
      }
    }
  }

  @Test("A log without its file is not thrown away", arguments: [false, true])
  func orphanedLog(isEmptied: Bool) async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      let lost = directory + "/lost.sqlite"
      let engine = try EmbeddedDynamoDB(path: path)
      _ = try await engine.send(CreateTable(table: "pages", partitionKey: .init("pk")))
      try FileManager.default.copyItem(atPath: path + "-wal", toPath: lost + "-wal")
      if isEmptied { try Data().write(to: URL(filePath: lost)) }
      let log = try Data(contentsOf: URL(filePath: lost + "-wal"))
      #expect {
        _ = try EmbeddedDynamoDB(path: lost)
      } throws: { error in
        if case .unavailable(let message) = error as? DynamoDBError {
          message.contains("lost.sqlite-wal")
        } else {
          false
        }
      }
      #expect(try Data(contentsOf: URL(filePath: lost + "-wal")) == log)
    }
  }

  @Test("A row that cannot be read fails its own write, and none of those that share the commit")
  func fairness() async throws {
    try await withTemporaryDirectory { directory in
      let storage = try SQLiteStorage(path: directory + "/engine.sqlite")
      let engine = Engine(storage: storage, time: SystemTime())
      _ = try await engine.run(CreateTable(table: "pages", partitionKey: .init("pk")))
      _ = try await engine.run(PutItem(table: "pages", item: ["pk": "broken"]))
      try await storage.pool.writeWithoutTransaction { try $0.execute(sql: "UPDATE items_1 SET item = 'nonsense'") }
      let outcomes = await withTaskGroup(of: (String, Bool).self) { group in
        for n in 0..<200 {
          let key = n % 20 == 7 ? "broken" : "\(n)"
          group.addTask {
            let update = UpdateItem(
              table: "pages", key: ["pk": .string(key)], update: Update().set("n", to: .number(n)))
            do {
              _ = try await engine.run(update)
              return (key, true)
            } catch {
              return (key, false)
            }
          }
        }
        return await group.reduce(into: [(String, Bool)]()) { $0.append($1) }
      }
      #expect(outcomes.allSatisfy { key, succeeded in succeeded == (key != "broken") })
      for (key, _) in outcomes where key != "broken" {
        #expect(try await engine.run(GetItem(table: "pages", key: ["pk": .string(key)])).item != nil)
      }
    }
  }
}
