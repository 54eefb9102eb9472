import AWSDynamoDB
import DynamoDB

/// This package's client, as a program uses it.
struct Ours: Contestant {
  let client: AWSDynamoDBClient

  init(url: String) throws {
    client = AWSDynamoDBClient(try Self.configuration(url: url))
  }

  static func configuration(url: String) throws -> AWSDynamoDBClient.Configuration {
    AWSDynamoDBClient.Configuration(
      region: try Region("eu-west-1"), endpoint: try Endpoint(url),
      credentials: StaticCredentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
  }

  func round(_ finished: (Duration) -> Void) async throws {
    try await timed(finished) { _ = try await client.send(Workload.put) }
    try await timed(finished) {
      guard try await client.send(Workload.get).item?.count == 6 else { throw WrongAnswer() }
    }
    try await timed(finished) { _ = try await client.send(Workload.delete) }
  }

  func shutdown() async { await client.shutdown() }

  struct WrongAnswer: Error {}
}
