import AWSDynamoDB
import DynamoDB
import Subprocess

/// A `tabletheory serve` that runs while `body` does, and is killed when it returns if it is still there.
///
/// `body` gets the server's endpoint and a way to kill it in the midst of whatever it does.
func withServer<Result: Sendable>(
  database: String? = nil,
  _ body: (_ endpoint: Endpoint, _ kill: () throws -> Void) async throws -> Result
) async throws -> Result {
  var arguments = ["serve", "--port", "0"]
  if let database { arguments += ["--database", database] }
  return try await run(
    Programs.tabletheory, arguments: .init(arguments), input: .none, output: .sequence, error: .discarded
  ) { execution in
    var lines = execution.standardOutput.strings().makeAsyncIterator()
    guard let line = try await lines.next(), let url = line.split(separator: " ").last else {
      throw ServerDidNotStart()
    }
    let kill = { try execution.send(signal: .kill) }
    do {
      let result = try await body(try Endpoint(String(url)), kill)
      try? kill()
      return result
    } catch {
      try? kill()
      throw error
    }
  }.closureResult
}

struct ServerDidNotStart: Error {}

/// A client of a server on this machine.
func withClient<Result: Sendable>(
  of endpoint: Endpoint, attempts: Int? = nil, _ body: (AWSDynamoDBClient) async throws -> Result
) async throws -> Result {
  var configuration = AWSDynamoDBClient.Configuration(
    region: try Region("us-east-1"), endpoint: endpoint,
    credentials: StaticCredentials(Credentials(accessKeyID: "local", secretAccessKey: "local")))
  if let attempts { configuration.retryPolicy.maximumAttempts = attempts }
  return try await AWSDynamoDBClient.withClient(configuration, body)
}
