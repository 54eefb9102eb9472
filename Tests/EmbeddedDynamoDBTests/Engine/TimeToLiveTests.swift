import DynamoDB
import EmbeddedDynamoDB
import Testing

@Suite("Time to live", .serialized)
struct TimeToLiveTests {
  @Test("Expired items stay until they are swept, and only theirs is swept", arguments: EngineKind.allCases)
  func sweep(kind: EngineKind) async throws {
    let time = ManualTime(Timestamp(seconds: 1_700_000_000))
    try await withEngine(kind, time: time) { engine in
      let items: [(String, AttributeValue)] = [
        ("expired", 1_699_999_999), ("now", 1_700_000_000), ("text", "1699999999"), ("ancient", 1_500_000_000),
        ("millis", 1_699_999_999_000),
      ]
      for (sort, expiry) in items.prefix(3) {
        try await engine.putItem(["pk": "a", "sk": .string(sort), "ttl": expiry], into: "pages")
      }
      #expect(try await engine.deleteExpired() == 0)
      _ = try await engine.send(UpdateTimeToLive(table: "pages", attribute: "ttl"))
      for (sort, expiry) in items.suffix(2) {
        try await engine.putItem(["pk": "a", "sk": .string(sort), "ttl": expiry], into: "pages")
      }
      #expect(try await engine.getItem(["pk": "a", "sk": "expired"], from: "pages") != nil)
      #expect(try await engine.deleteExpired(delay: .seconds(10)) == 0)
      #expect(try await engine.deleteExpired() == 1)
      #expect(try await engine.getItem(["pk": "a", "sk": "expired"], from: "pages") == nil)
      time.advance(by: .seconds(1))
      #expect(try await engine.deleteExpired() == 1)
      #expect(try await engine.send(Scan(table: "pages")).count == 3)
    }
  }

  @Test("An item whose expiry was moved is not swept", arguments: EngineKind.allCases)
  func renewed(kind: EngineKind) async throws {
    let time = ManualTime(Timestamp(seconds: 1_700_000_000))
    try await withEngine(kind, time: time) { engine in
      _ = try await engine.send(UpdateTimeToLive(table: "pages", attribute: "ttl"))
      let key: Item = ["pk": "a", "sk": "1"]
      try await engine.updateItem(key, in: "pages", Update().set("ttl", to: 1_700_000_010))
      try await engine.updateItem(key, in: "pages", Update().set("ttl", to: 1_700_000_100))
      time.advance(by: .seconds(50))
      #expect(try await engine.deleteExpired() == 0)
      try await engine.updateItem(key, in: "pages", Update().remove("ttl"))
      time.advance(by: .seconds(500))
      #expect(try await engine.deleteExpired() == 0)
    }
  }

  @Test("Its settings are told and guarded", arguments: EngineKind.allCases)
  func settings(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let describe = DescribeTimeToLive(table: "pages")
      #expect(try await engine.send(describe).status == .disabled)
      _ = try await engine.send(UpdateTimeToLive(table: "pages", attribute: "ttl"))
      #expect(try await engine.send(describe) == .init(status: .enabled, attribute: "ttl"))
      await #expect(throws: DynamoDBError.validation("TimeToLive is already enabled")) {
        _ = try await engine.send(UpdateTimeToLive(table: "pages", attribute: "ttl"))
      }
      _ = try await engine.send(UpdateTimeToLive(table: "pages", attribute: "ttl", enabled: false))
      #expect(try await engine.send(describe).status == .disabled)
    }
  }
}
