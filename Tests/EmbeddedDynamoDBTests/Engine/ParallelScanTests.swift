import DynamoDB
import EmbeddedDynamoDB
import Synchronization
import Testing

/// Keeps what the pages of a parallel scan bring.
private final class Collected: Sendable {
  private let state = Mutex<(items: [Item], pages: Int)>(([], 0))

  var items: [Item] { state.withLock { $0.items } }

  /// - Returns: Which page this is, counted from 1.
  @discardableResult
  func add(_ items: [Item]) -> Int {
    state.withLock { state in
      state.items += items
      state.pages += 1
      return state.pages
    }
  }
}

/// Counts how many requests are under way at once.
private final class Crowd: DynamoDBClient {
  let engine: EmbeddedDynamoDB
  private let state = Mutex<(now: Int, most: Int)>((0, 0))

  init(_ engine: EmbeddedDynamoDB) { self.engine = engine }

  var most: Int { state.withLock { $0.most } }

  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    state.withLock { state in
      state.now += 1
      state.most = max(state.most, state.now)
    }
    defer { state.withLock { $0.now -= 1 } }
    await Task.yield()
    return try await engine.send(operation)
  }
}

@Suite("Parallel scans and pages", .serialized)
struct ParallelScanTests {
  private struct Enough: Error {}

  private func fill(_ engine: EmbeddedDynamoDB, count: Int) async throws -> Set<Item> {
    let items: [Item] = (0..<count).map { ["pk": .string("p\($0 % 37)"), "sk": .string("\($0)")] }
    try await engine.batchWriteItems(puts: items, in: "pages", keyedBy: ["pk", "sk"])
    return Set(items)
  }

  @Test("Every item exactly once, for any number of segments and any size of page", arguments: EngineKind.allCases)
  func coverage(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let items = try await fill(engine, count: 200)
      for (segments, limit) in [(1, nil), (1, 3), (2, 7), (5, 1), (16, 10), (64, nil), (300, nil)] as [(Int, Int?)] {
        let client = Crowd(engine)
        let collected = Collected()
        try await client.scan(Scan(table: "pages", limit: limit), segments: segments) { page, segment in
          #expect(segment.total == segments)
          #expect(page.scannedCount <= limit ?? .max)
          collected.add(page.items)
        }
        #expect(collected.items.count == items.count)
        #expect(Set(collected.items) == items)
        #expect(client.most <= segments)
      }
    }
  }

  @Test("An error says how far each segment came, and the scan goes on there", arguments: 1..<25)
  func resumed(failing: Int) async throws {
    try await withEngine(.memory) { engine in
      let items = try await fill(engine, count: 120)
      let scan = Scan(table: "pages", limit: 5)
      let attempts = Collected()
      let done = Collected()
      let caught = await #expect(throws: ParallelScanIncomplete.self) {
        try await engine.scan(scan, segments: 3) { page, _ in
          if attempts.add([]) == failing { throw Enough() }
          done.add(page.items)
        }
      }
      let error = try #require(caught)
      #expect(error.reason is Enough)
      #expect(!error.cursor.isAtEnd)
      let cursor = try ParallelScanCursor(parsing: error.cursor.text)
      try await engine.scan(scan, from: cursor) { page, _ in done.add(page.items) }
      // What was done with is not read again, and nothing is left out.
      #expect(done.items.count == items.count)
      #expect(Set(done.items) == items)
    }
  }

  @Test("A scan that is at its end sends nothing, and one of another table is refused")
  func otherCursors() async throws {
    try await withEngine(.memory) { engine in
      let client = Crowd(engine)
      let scan = Scan(table: "pages")
      var cursor = ParallelScanCursor(of: scan, segments: 2)
      for index in 0..<2 { cursor.advance(.init(index: index, total: 2), past: PageOutput()) }
      #expect(cursor.isAtEnd)
      try await client.scan(scan, from: cursor) { _, _ in }
      let wrong: [(Scan, ParallelScanCursor)] = [
        (Scan(table: "others"), cursor), (Scan(table: "pages", index: "i"), cursor),
        (scan, ParallelScanCursor(of: scan, segments: 0)), (scan, ParallelScanCursor(of: scan, segments: -1)),
        (scan, ParallelScanCursor(of: scan, segments: 1_000_001)),
        (Scan(table: "pages", segment: .init(index: 0, total: 2)), cursor),
        (Scan(table: "pages", exclusiveStartKey: ["pk": "a", "sk": "b"]), cursor),
      ]
      for (scan, cursor) in wrong {
        await #expect(throws: ParallelScanIncomplete.self) { try await client.scan(scan, from: cursor) { _, _ in } }
      }
      #expect(client.most == 0)
    }
  }

  @Test("A cancelled scan says so, and where it was")
  func cancelled() async throws {
    try await withEngine(.memory) { engine in
      let items = try await fill(engine, count: 50)
      let done = Collected()
      let scan = Scan(table: "pages", limit: 1)
      let caught = await Task {
        unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
        return await #expect(throws: ParallelScanIncomplete.self) {
          try await engine.scan(scan, segments: 2) { page, _ in done.add(page.items) }
        }
      }.value
      let error = try #require(caught)
      #expect(error.reason as? DynamoDBError == .cancelled)
      try await engine.scan(scan, from: error.cursor) { page, _ in done.add(page.items) }
      #expect(Set(done.items) == items)
    }
  }

  @Test("A segment goes on only behind an item of its own", arguments: EngineKind.allCases)
  func foreignStart(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      _ = try await fill(engine, count: 10)
      let own = try #require(
        try await engine.send(Scan(table: "pages", limit: 1, segment: .init(index: 0, total: 2))).lastEvaluatedKey)
      let foreign = Scan(table: "pages", exclusiveStartKey: own, segment: .init(index: 1, total: 2))
      await #expect(
        throws: DynamoDBError.validation(
          "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct "
            + "Segment. TotalSegments: 2 Segment: 1")
      ) {
        try await engine.send(foreign)
      }
    }
  }

  @Test("Items that stay are seen once while others come and go", arguments: EngineKind.allCases)
  func concurrentWrites(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let staying = try await fill(engine, count: 60)
      var seen: [Item] = []
      var turn = 0
      for try await page in engine.pages(of: Scan(table: "pages", limit: 4)) {
        seen += page.items
        // Writes before, at and behind the place that the scan has reached: the last key itself among them.
        turn += 1
        let passing: Item = ["pk": .string("p\(turn * 7 % 37)"), "sk": .string("passing \(turn)")]
        try await engine.putItem(passing, into: "pages")
        if let last = page.lastEvaluatedKey, let sort = last["sk"]?.string, sort.hasPrefix("passing") {
          try await engine.deleteItem(last, from: "pages")
        }
      }
      let found = seen.filter { $0["sk"]?.string?.hasPrefix("passing") == false }
      #expect(found.count == staying.count)
      #expect(Set(found) == staying)
      #expect(Set(seen).count == seen.count)
    }
  }

  @Test("A query's items in order, and the rest of them behind a cursor", arguments: EngineKind.allCases)
  func queryItems(kind: EngineKind) async throws {
    try await withEngine(kind) { engine in
      let keys: [Item] = (0..<20).map { ["pk": "p", "sk": .string("\(100 + $0)")] }
      try await engine.batchWriteItems(puts: keys.shuffled(), in: "pages", keyedBy: ["pk", "sk"])
      for forward in [true, false] {
        let query = Query(
          table: "pages", keyCondition: KeyCondition(partition: "pk", equals: "p"), scanForward: forward, limit: 3)
        let ordered = forward ? keys : keys.reversed()
        var all: [Item] = []
        for try await item in engine.items(of: query) { all.append(item) }
        #expect(all == ordered)
        var read = 0
        for try await page in engine.pages(of: query) {
          read += page.count
          guard let cursor = query.cursor(after: page) else { continue }
          var rest: [Item] = []
          let resumed = try query.resumed(at: PageCursor(parsing: cursor.text))
          for try await item in engine.items(of: resumed) { rest.append(item) }
          #expect(rest == Array(ordered.dropFirst(read)))
        }
        #expect(read == 20)
      }
    }
  }
}
