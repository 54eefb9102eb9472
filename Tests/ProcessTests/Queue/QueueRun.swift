import DynamoDB
import DynamoDBServer
import EmbeddedDynamoDB
import Logging
import TableTheory
import TableTheoryTesting

@testable import Command
@testable import QueueWorker

/// A queue that is replayed, and processes that are killed and stopped in the midst of its messages.
///
/// The seed decides in which order messages are delivered, at which beginnings who is struck, and how long work takes;
/// the rest is the machine's, so that a seed is not a history. Nothing that is checked depends on how fast the machine is.
struct QueueRun: Sendable {
  var messages = 18
  var times = 3
  var workers = 3
  var strikes = 6
  var seed: UInt64
  /// What is broken on the way to the table.
  var damage: QueueDamage?

  private var time: SystemTime { SystemTime() }

  func run() async throws -> QueueFigures {
    let engine = EmbeddedDynamoDB()
    try await CacheTable(QueueTerms.table, on: engine).createIfMissing()
    var generator = SeededGenerator(seed: seed, label: "queue")
    let deliveries = Deliveries(messages: messages, times: times, &generator)
    let (history, strikes) = (QueueHistory(), Strikes(strikes, seed: seed))
    let table = DamagedTable(engine: engine, damage: damage)
    try await withService { ready in
      try await DynamoDBServer(
        table, configuration: .init(port: 0), logger: Logger(label: "queue") { _ in SwiftLogNoOpLogHandler() },
        onListening: ready
      ).run()
    } _: { port in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...workers {
          let lives = QueueLives(
            name: "w\(number)", seed: seed, port: port, deliveries: deliveries, strikes: strikes, history: history,
            time: time)
          group.addTask { try await lives.run() }
        }
        while try await group.next() != nil {}
      }
    }
    try await history.check(deliveries, messages: messages, times: times, on: engine)
    return QueueFigures(
      seed: seed, kills: strikes.kills, stops: strikes.stops, redelivered: deliveries.redelivered,
      restarts: history.restarts, violations: history.violations)
  }
}

/// What a run came to.
struct QueueFigures: Sendable, CustomStringConvertible {
  var seed: UInt64
  var kills: Int
  var stops: Int
  var redelivered: Int
  var restarts: Int
  var violations: [String]

  var description: String {
    """
    seed \(seed): \(kills) kills, \(stops) stops, \(redelivered) redeliveries, \(restarts) restarts told; \
    \(violations.count) violations
    \(violations.prefix(20).map { "  " + $0 }.joined(separator: "\n"))
    """
  }
}

/// A protocol that is broken on the way to the table.
enum QueueDamage: String, CaseIterable, Sendable {
  /// Whoever asks begins.
  case beginUnconditionally
  /// Whoever has worked completes, though somebody has taken over.
  case completeUnconditionally
  /// The effect is made although the completion beside it is refused.
  case effectOnItsOwn
}

struct DamagedTable: DynamoDBClient {
  let engine: EmbeddedDynamoDB
  let damage: QueueDamage?

  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    switch (TableRequest(operation), damage) {
    case (.update(var update), .beginUnconditionally) where update.returnValues == .allOld:
      update.condition = nil
      return try await engine.send((update as? Operation) ?? operation)
    case (.transaction(var transaction), .completeUnconditionally):
      transaction.actions = transaction.actions.map { action in
        guard case .update(var update) = action else { return action }
        update.condition = nil
        return .update(update)
      }
      return try await engine.send((transaction as? Operation) ?? operation)
    case (.transaction(let transaction), .effectOnItsOwn):
      guard case .update(let effect)? = transaction.actions.last else { break }
      _ = try await engine.send(effect)
      return try await engine.send(
        (TransactWriteItems([transaction.actions[0]], clientRequestToken: transaction.clientRequestToken) as? Operation)
          ?? operation)
    default: break
    }
    return try await engine.send(operation)
  }
}
