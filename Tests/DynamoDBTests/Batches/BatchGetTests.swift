import DynamoDB
import Testing

@Suite("Reads in batches")
struct BatchGetTests {
  static func keys(_ range: Range<Int>) -> [Item] { range.map { ["pk": .number($0)] } }

  @Test("Any number of keys, a hundred to a request, each of them once")
  func chunks() async throws {
    let client = BatchStandIn()
    let keys = Self.keys(0..<250)
    let items = try await client.batchGetItems(keys + keys.shuffled(), from: "pages", policy: .manual())
    #expect(client.gets.map { $0.requests["pages"]?.keys.count } == [100, 100, 50])
    #expect(items == keys.map(BatchStandIn.item(at:)))
  }

  @Test("No keys make no request")
  func nothing() async throws {
    let client = BatchStandIn()
    #expect(try await client.batchGetItems([], from: "pages", policy: .manual()).isEmpty)
    #expect(try await client.batchGetItems(["pages": .init([])], policy: .manual()) == ["pages": []])
    #expect(client.gets.isEmpty)
  }

  @Test("What is left is asked for again, as it was asked for at first, with what has not been asked for yet")
  func rest() async throws {
    let client = BatchStandIn([.some(30), .some(0), .all, .some(1), .all])
    let items = try await client.batchGetItems(
      ["a": .init(Self.keys(0..<80), consistentRead: true), "b": .init(Self.keys(0..<120), projection: ["pk"])],
      policy: .manual())
    #expect(items.mapValues(\.count) == ["a": 80, "b": 120])
    #expect(client.gets.map { $0.requests.values.reduce(0) { $0 + $1.keys.count } } == [100, 100, 100, 70, 69])
    for get in client.gets {
      #expect(get.requests["a"].map { $0.consistentRead && $0.projection == nil } ?? true)
      #expect(get.requests["b"].map { !$0.consistentRead && $0.projection == ["pk"] } ?? true)
    }
  }

  @Test("Pauses double while answers leave something, and begin anew after one that does not")
  func pauses() async throws {
    let time = ManualTime()
    let throttled = BatchStandIn.Step.fail(.throttled("slow down"))
    let client = BatchStandIn([.some(0), throttled, .some(50), .all, throttled, .all])
    _ = try await client.batchGetItems(Self.keys(0..<200), from: "pages", policy: .manual(time))
    #expect(time.sleeps == [50, 100, 200, 50].map { .milliseconds($0) })
  }

  @Test("A pause is a random part of the longest one, which is bounded")
  func jitter() async throws {
    let time = ManualTime()
    let client = BatchStandIn(Array(repeating: .some(0), count: 12))
    var policy = BatchPolicy.manual(time)
    policy.jitter = { 0.5 }
    _ = try await client.batchGetItems(Self.keys(0..<3), from: "pages", policy: policy)
    #expect(
      time.sleeps
        == [25, 50, 100, 200, 400, 800, 1600, 2500, 2500, 2500, 2500, 2500].map { .milliseconds($0) })
  }

  @Test("At the deadline it ends with what was read and what was not")
  func deadline() async throws {
    let time = ManualTime()
    let client = BatchStandIn([.some(40)], then: .fail(.throttled("slow down")))
    let keys = Self.keys(0..<150)
    let caught = await #expect(throws: BatchGetIncomplete.self) {
      try await client.batchGetItems(keys, from: "pages", consistentRead: true, policy: .manual(time))
    }
    let error = try #require(caught)
    #expect(error.reason == .deadline)
    #expect(error.items == ["pages": keys.prefix(40).map(BatchStandIn.item(at:))])
    #expect(error.unprocessed == ["pages": .init(Array(keys.dropFirst(40)), consistentRead: true)])
    #expect(time.uptime < .seconds(30))
    // What is left makes the next call.
    let rest = try await BatchStandIn().batchGetItems(error.unprocessed, policy: .manual())
    #expect(rest["pages"]?.count == 110)
  }

  @Test("A deadline that is over sends nothing")
  func noTime() async throws {
    let client = BatchStandIn()
    let caught = await #expect(throws: BatchGetIncomplete.self) {
      try await client.batchGetItems(Self.keys(0..<3), from: "pages", policy: .manual(deadline: .zero))
    }
    let error = try #require(caught)
    #expect(error.reason == .deadline)
    #expect(client.gets.isEmpty)
    #expect(error.unprocessed["pages"]?.keys == Self.keys(0..<3))
  }

  @Test("An error in the middle loses nothing of what was read")
  func failure() async throws {
    let client = BatchStandIn([.all, .fail(.validation("wrong"))])
    let keys = Self.keys(0..<250)
    let caught = await #expect(throws: BatchGetIncomplete.self) {
      try await client.batchGetItems(keys, from: "pages", policy: .manual())
    }
    let error = try #require(caught)
    #expect(error.reason == .failed(.validation("wrong")))
    #expect(error.items["pages"]?.count == 100)
    #expect(error.unprocessed["pages"]?.keys == Array(keys.dropFirst(100)))
    #expect("\(error)" == "the batch is incomplete: 100 items read, 150 keys left; ValidationException: wrong")
  }

  @Test("A cancelled task ends with what was read")
  func cancellation() async throws {
    let client = BatchStandIn([.cancelTask])
    let caught = await Task {
      await #expect(throws: BatchGetIncomplete.self) {
        try await client.batchGetItems(Self.keys(0..<101), from: "pages", policy: .manual())
      }
    }.value
    let error = try #require(caught)
    #expect(error.reason == .failed(.cancelled))
    #expect((error.items["pages"]?.count, error.unprocessed["pages"]?.keys.count) == (100, 1))
  }

  @Test("Whatever happens, each key is read once or handed back once", arguments: 0..<150)
  func nothingIsLost(seed: Int) async throws {
    var generator = ValueGenerator(seed: UInt64(seed))
    let count = generator.below(700)
    let client = BatchStandIn((0..<generator.below(20)).map { _ in generator.step(of: 100) })
    let keys = Self.keys(0..<count)
    let requests: [String: BatchGetItem.Keys] = [
      "a": .init(Array(keys.prefix(count / 3))), "b": .init(Array(keys.dropFirst(count / 3))),
    ]
    let policy = BatchPolicy.manual(deadline: .seconds(1), concurrency: 1 + generator.below(4))
    var read: [String: [Item]] = [:]
    var left: [String: BatchGetItem.Keys] = [:]
    do throws(BatchGetIncomplete) {
      read = try await client.batchGetItems(requests, policy: policy)
    } catch {
      read = error.items
      left = error.unprocessed
      #expect(!left.isEmpty)
    }
    for (table, request) in requests {
      let found = read[table, default: []].map { $0.filter { $0.key == "pk" } } + (left[table]?.keys ?? [])
      #expect(found.count == request.keys.count)
      #expect(Set(found) == Set(request.keys))
    }
    #expect(client.gets.allSatisfy { $0.requests.values.reduce(0) { $0 + $1.keys.count } <= 100 })
  }
}

extension ValueGenerator {
  mutating func step(of count: Int) -> BatchStandIn.Step {
    switch below(12) {
    case 0: .fail(.throttled("t"))
    case 1: below(4) == 0 ? .fail(.validation("v")) : .all
    case 2: below(4) == 0 ? .answerLost : .all
    case 3: below(4) == 0 ? .fail(.cancelled) : .all
    case 4, 5, 6: .some(below(count))
    default: .all
    }
  }
}
