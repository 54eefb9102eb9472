import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import TableTheory
import Testing

/// However many tasks want one key at once, exactly one gets it.
@Suite(.serialized)
struct ContentionTests {
  enum Storage: String, CaseIterable {
    case memory
    case file
  }

  @Test("Exactly one winner in every round", arguments: Storage.allCases, [2, 64])
  func winners(storage: Storage, contenders: Int) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "contention-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let engine =
      switch storage {
      case .memory: EmbeddedDynamoDB()
      case .file: try EmbeddedDynamoDB(path: directory.appending(path: "engine.sqlite").path)
      }
    try await CacheTable("pages", on: engine).createIfMissing()
    let leases = LeaseManager(table: "pages", on: engine)
    for round in 0..<(storage == .memory ? 1_000 : 200) {
      let key = CacheKey("round-\(round)")
      let winners = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<contenders {
          group.addTask {
            if case .acquired = try await leases.tryAcquire(key, for: .seconds(3600)) { 1 } else { 0 }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(winners == 1, "round \(round)")
    }
  }
}
