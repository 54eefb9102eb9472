import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import GRDB
import Testing

/// `Layouts` has a file of each layout, as a program of its time wrote it.
@Suite("Files of other versions", .serialized)
struct LayoutTests {
  private func withCopy(
    ofLayout number: Int, file: String = #filePath, _ body: (String) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      let folder = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      try FileManager.default.copyItem(
        atPath: folder.appending(path: "Layouts/layout-\(number).database").path, toPath: path)
      try await body(path)
    }
  }

  @Test("A file of the first layout opens with all that it holds, and goes on being written")
  func first() async throws {
    try await withCopy(ofLayout: 1) { path in
      for round in 1...2 {
        let engine = try EmbeddedDynamoDB(path: path)
        let found = try await engine.send(
          Query(table: "pages", keyCondition: KeyCondition(partition: "pk", equals: "grüße"))
        ).items
        #expect(found.map { $0["sk"] } == [.number(try Number(parsing: "-2.5")), 0, 9, 10])
        for item in found {
          #expect(
            item["all"]
              == .list([
                .map(["b": .binary([0, 255]), "n": .null, "t": .bool(true)]),
                .numberSet([1, try Number(parsing: "2.5")]), .stringSet(["a", "é"]),
              ]))
        }
        #expect(try await engine.send(DescribeTimeToLive(table: "pages")).attribute == "ttl")
        let table = try await engine.send(DescribeTable(table: "pages")).table
        #expect(table.keySchema.sort?.name == "sk")
        try await engine.putItem(["pk": "new", "sk": .number(round)], into: "pages")
        #expect(try await engine.send(Scan(table: "pages")).count == 5 + round)
      }
    }
  }

  @Test("Its expiries are swept as before")
  func expiries() async throws {
    try await withCopy(ofLayout: 1) { path in
      let time = ManualTime(Timestamp(seconds: 4_102_444_800))
      let engine = try EmbeddedDynamoDB(path: path, time: time)
      #expect(try await engine.deleteExpired() == 1)
      time.advance(by: .seconds(100))
      #expect(try await engine.deleteExpired() == 3)
    }
  }

  @Test("A file of the second layout opens with its indexes, tags and recovery, and goes on being written")
  func second() async throws {
    try await withCopy(ofLayout: 2) { path in
      for round in 1...2 {
        let engine = try EmbeddedDynamoDB(path: path)
        let byTag = Query(table: "pages", index: "by-tag", keyCondition: KeyCondition(partition: "tag", equals: "news"))
        #expect(
          try await engine.send(byTag).items
            == [1, 2].map { ["pk": "a", "sk": .number($0), "tag": "news", "at": .number(10 * $0)] as Item })
        let bySize = Query(table: "pages", index: "by-size", keyCondition: KeyCondition(partition: "pk", equals: "a"))
        #expect(try await engine.send(bySize).items.map { $0["sk"] } == [2, 1])
        let table = try await engine.send(DescribeTable(table: "pages")).table
        let tags = try await engine.send(ListTagsOfResource(resource: try #require(table.arn))).tags
        #expect(tags == ["team": "grüße"])
        #expect(try await engine.send(DescribeTimeToLive(table: "pages")).attribute == "ttl")
        let recovery = try await engine.send(DescribeContinuousBackups(table: "pages"))
        #expect(recovery.pointInTimeRecovery && recovery.recoveryDays == 7)
        try await engine.putItem(["pk": "new", "sk": .number(round), "tag": "other", "at": 1], into: "pages")
        #expect(try await engine.send(Scan(table: "pages", index: "by-tag")).count == 2 + round)
      }
    }
  }

  @Test("A file of a later layout is refused, says so, and stays as it is")
  func later() async throws {
    try await withCopy(ofLayout: 1) { path in
      try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 999") }
      #expect {
        _ = try EmbeddedDynamoDB(path: path)
      } throws: { error in
        guard case .unavailable(let message) = error as? DynamoDBError else { return false }
        return message.contains("999") && message.contains(path)
      }
      let kept = try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
      #expect(kept == 999)
    }
  }
}
