import DynamoDB
import Testing

@Suite("Writes in batches")
struct BatchWriteTests {
  static func items(_ range: Range<Int>) -> [Item] { range.map { ["pk": .number($0), "x": "y"] } }
  static func keys(_ range: Range<Int>) -> [Item] { range.map { ["pk": .number($0)] } }

  @Test("Any number of writes, 25 to a request, in order")
  func chunks() async throws {
    let client = BatchStandIn()
    try await client.batchWriteItems(
      puts: Self.items(0..<40), deletes: Self.keys(40..<60), in: "pages", keyedBy: ["pk"], policy: .manual())
    #expect(client.writes.map { $0.requests["pages"]?.count } == [25, 25, 10])
    #expect(
      client.written == Self.items(0..<40).map { .put($0) } + Self.keys(40..<60).map { .delete(key: $0) })
  }

  @Test("What is left is sent again, and a throttled request too")
  func rest() async throws {
    let time = ManualTime()
    let client = BatchStandIn([.some(10), .fail(.throttled("slow down")), .some(0)])
    try await client.batchWriteItems(
      ["a": Self.items(0..<20).map { .put($0) }, "b": Self.keys(0..<20).map { .delete(key: $0) }],
      keyedBy: ["a": ["pk"], "b": ["pk"]], policy: .manual(time))
    #expect(client.written.count == 40)
    #expect(Set(client.written).count == 40)
    #expect(time.sleeps == [50, 100, 200].map { .milliseconds($0) })
  }

  @Test("Two writes of one item are refused before anything is sent")
  func duplicates() async throws {
    let client = BatchStandIn()
    let item = Self.items(7..<8)[0]
    let otherwise = item.merging(["x": "z"]) { $1 }
    let twice: [(puts: [Item], deletes: [Item])] = [
      ([item, otherwise], []), ([item], [["pk": 7]]), ([], [["pk": 7], ["pk": 7]]),
    ]
    for (puts, deletes) in twice {
      let writes = Self.items(100..<140) + puts
      let caught = await #expect(throws: BatchWriteIncomplete.self) {
        try await client.batchWriteItems(
          puts: writes, deletes: deletes, in: "pages", keyedBy: ["pk"], policy: .manual())
      }
      let error = try #require(caught)
      #expect(
        error.reason
          == .failed(
            .validation(
              "a batch has two writes of one item of the table pages: their order would be undefined; "
                + "the key attributes were said to be pk")))
      #expect(error.written == 0)
      #expect(error.remaining["pages"]?.count == writes.count + deletes.count)
    }
    #expect(client.writes.isEmpty)
  }

  @Test("Items that differ in one key attribute are two items")
  func twoKeyAttributes() async throws {
    let client = BatchStandIn()
    let items: [Item] = [["pk": "a", "sk": 1], ["pk": "a", "sk": 2], ["pk": "b", "sk": 1]]
    try await client.batchWriteItems(puts: items, in: "pages", keyedBy: ["pk", "sk"], policy: .manual())
    #expect(client.written.count == 3)
  }

  @Test("Key attributes that do not fit the writes are refused before anything is sent")
  func keyAttributes() async throws {
    let client = BatchStandIn()
    let refused: [([Item], [Item], [String])] = [
      (Self.items(0..<1), [], []), (Self.items(0..<1), [], ["pk", "sk"]), ([], Self.keys(0..<1), ["pk", "sk"]),
      ([], [["pk": 1, "sk": 1]], ["pk"]),
    ]
    for (puts, deletes, names) in refused {
      let caught = await #expect(throws: BatchWriteIncomplete.self) {
        try await client.batchWriteItems(
          puts: puts, deletes: deletes, in: "pages", keyedBy: names, policy: .manual())
      }
      let error = try #require(caught)
      guard case .failed(.validation) = error.reason else {
        Issue.record("\(error.reason)")
        continue
      }
    }
    #expect(client.writes.isEmpty)
  }

  @Test("No request is larger than 16 MB, and items are not spread thinner than that asks")
  func largeItems() async throws {
    let client = BatchStandIn()
    // 390 KB of size, 2.3 MB of JSON: six go into one request.
    let body = AttributeValue.string(String(repeating: "\u{1}", count: 390 * 1024))
    let items: [Item] = (0..<20).map { ["pk": .number($0), "body": body] }
    try await client.batchWriteItems(puts: items, in: "pages", keyedBy: ["pk"], policy: .manual())
    #expect(client.writes.map { $0.requests["pages"]?.count } == [6, 6, 6, 2])
    #expect(client.writes.allSatisfy { $0.json.count <= 16 * 1024 * 1024 })
  }

  @Test("The JSON of a write is never longer than its weight says", arguments: 0..<300)
  func weights(seed: Int) throws {
    var generator = ValueGenerator(seed: UInt64(seed))
    let item = try generator.item()
    #expect(item.json.count <= 100 + 20 * item.size)
    let worst = Item(uniqueKeysWithValues: (1..<32).map { (String(UnicodeScalar(UInt8($0))), .string("")) })
    #expect(worst.json.count <= 100 + 20 * worst.size)
  }

  @Test("A request whose outcome is unknown is neither called written nor not written")
  func unknown() async throws {
    let client = BatchStandIn([.all, .answerLost])
    let items = Self.items(0..<60)
    let caught = await #expect(throws: BatchWriteIncomplete.self) {
      try await client.batchWriteItems(puts: items, in: "pages", keyedBy: ["pk"], policy: .manual())
    }
    let error = try #require(caught)
    #expect(error.reason == .failed(.outcomeUnknown("lost")))
    #expect(error.written == 25)
    #expect(error.uncertain["pages"] == items[25..<50].map { .put($0) })
    #expect(error.unprocessed["pages"] == items[50...].map { .put($0) })
    #expect(
      "\(error)"
        == "the batch is incomplete: 25 writes made, 25 of unknown outcome, 10 left; OutcomeUnknown: lost")
    try await client.batchWriteItems(error.remaining, keyedBy: ["pages": ["pk"]], policy: .manual())
    #expect(Set(client.written) == Set(items.map { .put($0) }))
  }

  @Test("Whatever happens, each write is made or handed back", arguments: 0..<150)
  func nothingIsLost(seed: Int) async throws {
    var generator = ValueGenerator(seed: UInt64(seed))
    let client = BatchStandIn((0..<generator.below(20)).map { _ in generator.step(of: 25) })
    let items = Self.items(0..<generator.below(200))
    let policy = BatchPolicy.manual(deadline: .seconds(1), concurrency: 1 + generator.below(4))
    var remaining: [BatchWriteItem.Write] = []
    do throws(BatchWriteIncomplete) {
      try await client.batchWriteItems(puts: items, in: "pages", keyedBy: ["pk"], policy: policy)
      #expect(client.written.count == items.count)
    } catch {
      let left = error.unprocessed["pages"] ?? []
      let uncertain = error.uncertain["pages"] ?? []
      remaining = error.remaining["pages"] ?? []
      #expect(error.written + uncertain.count + left.count == items.count)
      #expect(client.written.count == error.written + uncertain.count)
      #expect(Set(client.written).isDisjoint(with: left))
    }
    #expect(Set(client.written).union(remaining) == Set(items.map { .put($0) }))
    #expect(client.writes.allSatisfy { $0.requests.values.reduce(0) { $0 + $1.count } <= 25 })
  }
}
