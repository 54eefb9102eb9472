import AWSDynamoDB
import DynamoDB
import Synchronization

extension AWSDynamoDBClient {
  /// A client on a script, with a clock that nobody waits for, whole pauses, and tokens `token-1`, `token-2` ...
  static func scripted(
    _ transport: StubTransport, time: any TimeSource = ManualTime(), attempts: Int = 3,
    credentials: any CredentialsProvider = StaticCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret")
  ) throws -> AWSDynamoDBClient {
    var configuration = Configuration(
      region: try Region("eu-west-1"), credentials: credentials, retryPolicy: RetryPolicy(maximumAttempts: attempts),
      time: time)
    configuration.jitter = { 1 }
    let tokens = Counter()
    configuration.makeRequestToken = { "token-\(tokens.next())" }
    return AWSDynamoDBClient(configuration, transport: transport)
  }
}

final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}

/// Cancels the task that calls it.
func cancelCurrentTask() {
  unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
}

/// Requests of every kind.
enum Sample {
  static let key: Item = ["pk": .string("a")]
  static let get = GetItem(table: "t", key: key)
  static let put = PutItem(table: "t", item: key)
  static let conditionalPut = PutItem(table: "t", item: key, condition: DocumentPath("pk").doesNotExist)
  static let delete = DeleteItem(table: "t", key: key)
  static let update = UpdateItem(table: "t", key: key, update: Update().set("status", to: .string("x")))
  static let counter = UpdateItem(table: "t", key: key, update: Update().add("n", .number(1)))
  static let batchGet = BatchGetItem(["t": .init([key])])
  static let batchWrite = BatchWriteItem(["t": [.put(key)]])
  static let transaction = TransactWriteItems([.put(conditionalPut)])
  static let createTable = CreateTable(table: "t", partitionKey: .init("pk", .string))
}
