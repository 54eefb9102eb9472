import AWSDynamoDB
import DynamoDB
import Synchronization
import Testing

/// The server is killed with SIGKILL in the midst of writes: what it acknowledged is there when it comes back, and
/// no half of anything.
@Suite(.serialized)
struct KilledServerTests {
  private let kills = 100
  private let writers = 8

  /// What the writers were told.
  private final class Acknowledged: Sendable {
    private let counts: Mutex<[Int]>
    init(writers: Int) { counts = Mutex(Array(repeating: 0, count: writers)) }
    func record(_ count: Int, by writer: Int) { counts.withLock { $0[writer] = max($0[writer], count) } }
    subscript(writer: Int) -> Int { counts.withLock { $0[writer] } }
    var total: Int { counts.withLock { $0.reduce(0, +) } }
  }

  @Test("Every acknowledged write survives, and transactions are whole, over a hundred kills")
  func survives() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      let acknowledged = Acknowledged(writers: writers)
      for round in 0..<kills {
        try await withServer(database: path) { endpoint, kill in
          try await withClient(of: endpoint) { client in
            if round == 0 {
              _ = try await client.send(CreateTable(table: "pages", partitionKey: .init("pk"), sortKey: .init("sk")))
            }
            try await check(acknowledged, on: client)
            try await write(
              acknowledged, on: client, until: acknowledged.total + 3 + round % 40, then: kill)
          }
        }
      }
      #expect(acknowledged.total > kills * 3)
    }
  }

  /// Writes from all writers at once until enough is acknowledged, then pulls the plug.
  private func write(
    _ acknowledged: Acknowledged, on client: AWSDynamoDBClient, until enough: Int, then kill: () throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<writers {
        group.addTask {
          while !Task.isCancelled {
            let next = acknowledged[writer] + 1
            do {
              try await step(next, by: writer, on: client)
            } catch {
              return
            }
            acknowledged.record(next, by: writer)
          }
        }
      }
      group.addTask {
        while acknowledged.total < enough { await Task.yield() }
      }
      // The first to finish is the watcher: writers go on until they are killed.
      try await group.next()
      try kill()
      group.cancelAll()
    }
  }

  /// A writer's next write: a row of its own, and a pair of rows in one transaction.
  private func step(_ count: Int, by writer: Int, on client: AWSDynamoDBClient) async throws {
    let body = AttributeValue.string(String(repeating: "x", count: count % 3000))
    try await client.putItem(
      ["pk": .string("writer-\(writer)"), "sk": .string("row-\(count)"), "body": body], into: "pages")
    try await client.transactWriteItems(
      ["left", "right"].map { side in
        .update(
          UpdateItem(
            table: "pages", key: ["pk": .string("writer-\(writer)"), "sk": .string(side)],
            update: Update().set("count", to: .number(count)).set("body", to: body)))
      })
  }

  private func check(_ acknowledged: Acknowledged, on client: AWSDynamoDBClient) async throws {
    for writer in 0..<writers {
      var rows: [String: Item] = [:]
      var query = Query(table: "pages", keyCondition: KeyCondition(partition: "pk", equals: .string("writer-\(writer)")))
      repeat {
        let page = try await client.send(query)
        for item in page.items { rows[item["sk"]?.string ?? ""] = item }
        query.exclusiveStartKey = page.lastEvaluatedKey
      } while query.exclusiveStartKey != nil
      let count = acknowledged[writer]
      for number in stride(from: 1, through: count, by: 1) where rows["row-\(number)"] == nil {
        Issue.record("row \(number) of writer \(writer) was acknowledged and is gone")
      }
      let (left, right) = (rows["left"], rows["right"])
      #expect(left?["count"] == right?["count"] && left?["body"] == right?["body"], "half a transaction")
      let stored = Int(left?["count"]?.integer ?? 0)
      #expect(stored == count || stored == count + 1, "acknowledged \(count), found \(stored)")
      // A write that got through without an answer counts from now on.
      acknowledged.record(stored, by: writer)
    }
  }
}
