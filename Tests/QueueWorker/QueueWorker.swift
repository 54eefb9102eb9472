import AWSDynamoDB
import DynamoDB
import FoundationEssentials
import TableTheory
import TableTheoryTesting

/// A process that works on a queue's messages, as a program of this package's users does.
///
/// The environment's `QUEUE_WORKER` says which: `NAME LIFE SEED PORT`. A line of its standard input is a batch, the
/// messages' numbers; it answers each with a ``QueueReport``, and tells others before. It ends with its input.
@main
struct QueueWorker {
  static func main() async throws {
    let settings =
      ProcessInfo.processInfo.environment[QueueTerms.variable]?.split(separator: " ").map(String.init) ?? []
    guard settings.count == 4, let seed = UInt64(settings[2]), let port = Int(settings[3]) else {
      fatalError("\(QueueTerms.variable) is to be NAME LIFE SEED PORT, not \(settings)")
    }
    let configuration = AWSDynamoDBClient.Configuration(
      region: try Region("us-east-1"), endpoint: try Endpoint("http://127.0.0.1:\(port)"),
      credentials: StaticCredentials(accessKeyID: "local", secretAccessKey: "local"))
    await AWSDynamoDBClient.withClient(configuration) { client in
      let work = QueueWork(
        name: "\(settings[0]).\(settings[1])", seed: seed, client: client,
        requests: IdempotencyStore(
          table: QueueTerms.table, on: client, configuration: .init(inProgressFor: QueueTerms.inProgressFor)))
      for await line in InputLines.all {
        await work.batch(line.split(separator: " ").compactMap { Int($0) })
      }
    }
  }
}

/// What all workers keep to, and those who watch them.
enum QueueTerms {
  static let variable = "QUEUE_WORKER"
  static let table = "queue"
  static let inProgressFor = Duration.seconds(1)

  static func key(of message: Int) -> IdempotencyKey { .message(String(message), of: "orders") }

  /// Whether a message's effect is in the transaction that completes its record. The others' is a write of its own.
  static func isTransactional(_ message: Int) -> Bool { message % 3 != 0 }

  /// The row in which a message's effects are counted.
  static func effect(of message: Int) -> Item { ["pk": .string("EFFECT#\(message)"), "sk": "1"] }
}
