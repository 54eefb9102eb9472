import AWSDynamoDB
import DynamoDB
import EmbeddedDynamoDB
import TableTheory

// A process that contends for leases: `contender TABLE FIRST ROUNDS TASKS (--database FILE | --endpoint)`.
//
// In each round all of its tasks try to acquire one key, the same one as every other contender's. It prints
// `round winners` for each round that one of its tasks won.

let arguments = CommandLine.arguments
guard arguments.count >= 6, let first = Int(arguments[2]), let rounds = Int(arguments[3]), let tasks = Int(arguments[4])
else { fatalError("usage: contender TABLE FIRST ROUNDS TASKS (--database FILE | --endpoint)") }
let table = arguments[1]

func contend(on client: some DynamoDBClient) async throws {
  let leases = LeaseManager(table: table, on: client)
  for round in first..<first + rounds {
    let winners = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<tasks {
        group.addTask {
          switch try await leases.tryAcquire(CacheKey("round-\(round)"), for: .seconds(3600)) {
          case .acquired: 1
          case .held: 0
          }
        }
      }
      return try await group.reduce(0, +)
    }
    if winners > 0 { print(round, winners) }
  }
}

if arguments[5] == "--database" {
  let engine = try EmbeddedDynamoDB(path: arguments[6])
  try await CacheTable(table, on: engine).createIfMissing()
  try await contend(on: engine)
} else {
  let client = try AWSDynamoDBClient.fromEnvironment()
  try await contend(on: client)
  await client.shutdown()
}
