import AWSDynamoDB
import TableTheory

// The smallest program that takes a lease: `AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000 first-lease TABLE KEY`.

let arguments = CommandLine.arguments
guard arguments.count == 3 else { fatalError("usage: first-lease TABLE KEY") }

let client = try AWSDynamoDBClient.fromEnvironment()
let leases = LeaseManager(table: arguments[1], on: client)
switch try await leases.tryAcquire(CacheKey(arguments[2]), for: .seconds(10)) {
case .acquired(let lease):
  print("acquired, fence \(lease.fence)")
  try await leases.release(lease)
case .held(let holder):
  print("held until \(holder.expiresAt)")
}
await client.shutdown()
