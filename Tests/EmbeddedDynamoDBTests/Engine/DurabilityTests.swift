import DynamoDB
import GRDB
import Testing

@testable import EmbeddedDynamoDB

struct DurabilityTests {
  @Test("Each commit is synced to the disk: the journal is a WAL, and synchronous is FULL")
  func settings() async throws {
    try await withTemporaryDirectory { directory in
      let storage = try SQLiteStorage(path: directory + "/engine.sqlite")
      let (journal, synchronous) = try await storage.pool.writeWithoutTransaction { database in
        (
          try String.fetchOne(database, sql: "PRAGMA journal_mode"),
          try Int.fetchOne(database, sql: "PRAGMA synchronous")
        )
      }
      #expect(journal == "wal")
      #expect(synchronous == 2)
    }
  }

  @Test("Writes that wait for each other share a commit, and each gets its own answer")
  func sharedCommit() async throws {
    try await withTemporaryDirectory { directory in
      let engine = try EmbeddedDynamoDB(path: directory + "/engine.sqlite")
      _ = try await engine.send(CreateTable(table: "pages", partitionKey: .init("pk")))
      let outcomes = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
        for n in 0..<200 {
          group.addTask {
            do throws(DynamoDBError) {
              try await engine.putItem(
                ["pk": .string("\(n % 100)")], into: "pages", if: DocumentPath("pk").doesNotExist)
              return (n % 100, true)
            } catch .conditionFailed {
              return (n % 100, false)
            }
          }
        }
        return try await group.reduce(into: [Int: [Bool]]()) { $0[$1.0, default: []].append($1.1) }
      }
      #expect(outcomes.count == 100)
      #expect(outcomes.values.allSatisfy { $0.count == 2 && $0.contains(true) && $0.contains(false) })
    }
  }
}
