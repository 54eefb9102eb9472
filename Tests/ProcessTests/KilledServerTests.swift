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

  /// What the writers were told, and who waits for them to be told so much.
  private final class Acknowledged: Sendable {
    private struct State {
      var counts: [Int]
      var waiting: (enough: Int, continuation: CheckedContinuation<Void, Never>)?
      var total: Int { counts.reduce(0, +) }
    }

    private let state: Mutex<State>

    init(writers: Int) { state = Mutex(State(counts: Array(repeating: 0, count: writers))) }

    subscript(writer: Int) -> Int { state.withLock { $0.counts[writer] } }
    var total: Int { state.withLock { $0.total } }

    func record(_ count: Int, by writer: Int) {
      let reached = state.withLock { state -> CheckedContinuation<Void, Never>? in
        state.counts[writer] = max(state.counts[writer], count)
        guard let waiting = state.waiting, state.total >= waiting.enough else { return nil }
        state.waiting = nil
        return waiting.continuation
      }
      reached?.resume()
    }

    /// Ends the waiting: the server is gone before its time.
    func stopWaiting() {
      let waiting = state.withLock { state in
        defer { state.waiting = nil }
        return state.waiting
      }
      waiting?.continuation.resume()
    }

    /// Waits until so many writes are acknowledged; one caller at a time.
    func wait(for enough: Int) async {
      await withCheckedContinuation { continuation in
        let isReached = state.withLock { state in
          if state.total >= enough { return true }
          state.waiting = (enough, continuation)
          return false
        }
        if isReached { continuation.resume() }
      }
    }
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
              acknowledged.stopWaiting()
              return
            }
            acknowledged.record(next, by: writer)
          }
        }
      }
      await acknowledged.wait(for: enough)
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
      var query = Query(
        table: "pages", keyCondition: KeyCondition(partition: "pk", equals: .string("writer-\(writer)")))
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
