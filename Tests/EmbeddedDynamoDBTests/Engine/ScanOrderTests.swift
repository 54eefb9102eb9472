import DynamoDB
import EmbeddedDynamoDB
import Testing

@Suite("Scans beside writes")
struct ScanOrderTests {
  @Test("Pages go through all that stays, each once, while partitions come and go", arguments: EngineKind.allCases)
  func comingAndGoing(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      for n in 0..<100 {
        try await engine.putItem(["pk": .string("stays-\(n)"), "sk": "a"], into: "pages")
        try await engine.putItem(["pk": .string("goes-\(n)"), "sk": "a"], into: "pages")
      }
      var found: [String] = []
      var scan = Scan(table: "pages", limit: 7)
      var round = 0
      repeat {
        let page = try await engine.send(scan)
        found += page.items.compactMap { $0["pk"]?.string }
        scan.exclusiveStartKey = page.lastEvaluatedKey
        try await engine.putItem(["pk": .string("comes-\(round)"), "sk": "a"], into: "pages")
        try await engine.deleteItem(["pk": .string("goes-\(round)"), "sk": "a"], from: "pages")
        round += 1
      } while scan.exclusiveStartKey != nil
      #expect(Set(found).count == found.count)
      #expect(found == found.sorted(by: String.precedes))
      #expect(found.filter { $0.hasPrefix("stays-") }.count == 100)
    }
  }

  @Test("A partition that comes before a scan reaches its place is found", arguments: EngineKind.allCases)
  func coming(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      for n in 0..<9 { try await engine.putItem(["pk": .string("\(n)"), "sk": "a"], into: "pages") }
      var scan = Scan(table: "pages", limit: 3)
      scan.exclusiveStartKey = try await engine.send(scan).lastEvaluatedKey
      try await engine.putItem(["pk": "late", "sk": "a"], into: "pages")
      scan.limit = nil
      let rest = try await engine.send(scan).items.compactMap { $0["pk"]?.string }
      #expect(rest == ["3", "4", "5", "6", "7", "8", "late"])
    }
  }
}
