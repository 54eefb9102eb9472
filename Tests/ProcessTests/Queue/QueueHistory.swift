import DynamoDB
import Synchronization
import TableTheory

@testable import QueueWorker

/// What workers said when it happened, and what was wrong with it.
final class QueueHistory: Sendable {
  private let state = Mutex((begun: [Int: (firsts: Int, restarts: Int)](), violations: [String]()))

  var violations: [String] { state.withLock { $0.violations } }
  var restarts: Int { state.withLock { $0.begun.values.reduce(0) { $0 + $1.restarts } } }

  func began(_ message: Int, isRestart: Bool) {
    state.withLock { state in
      if isRestart {
        state.begun[message, default: (0, 0)].restarts += 1
      } else {
        state.begun[message, default: (0, 0)].firsts += 1
      }
    }
  }

  func fail(_ violation: String) { state.withLock { $0.violations.append(violation) } }

  /// Whether each message has one result, and its effect was made as often as it may be.
  func check(_ deliveries: Deliveries, messages: Int, times: Int, on client: some DynamoDBClient) async throws {
    let requests = IdempotencyStore(table: QueueTerms.table, on: client)
    for message in 0..<messages {
      let told = deliveries.acknowledged[message] ?? []
      if told.count != times { fail("message \(message) was acknowledged \(told.count) times instead of \(times)") }
      let results = Set(told.compactMap(\.result))
      if results.count != 1 { fail("message \(message) has several results: \(results.sorted())") }
      if told.filter({ !$0.isReplayed }).count > 1 { fail("message \(message) was done twice, and nobody said so") }
      guard let record = try await requests.record(of: QueueTerms.key(of: message)), record.state == .completed else {
        fail("message \(message) has no completed record")
        continue
      }
      let result = try await requests.result(of: record, as: String.self)
      if !results.contains(result) {
        fail("message \(message) is recorded as \(result), and was told as \(results.sorted())")
      }
      let effect = try await client.getItem(
        QueueTerms.effect(of: message), from: QueueTerms.table, consistentRead: true)
      let (count, firsts) = (effect?["count"]?.integer ?? 0, effect?["firsts"]?.integer ?? 0)
      if QueueTerms.isTransactional(message) {
        if count != 1 { fail("message \(message) has \(count) effects") }
        if effect?["result"] != .string(result) { fail("message \(message) has another effect than result") }
      } else if count < 1 || firsts > 1 {
        fail("message \(message) has \(count) effects, \(firsts) of which were made as if they were the first")
      }
    }
    for (message, begun) in state.withLock({ $0.begun }) where begun.firsts > 1 {
      fail("message \(message) was begun \(begun.firsts) times as if nobody had begun it before")
    }
  }
}
