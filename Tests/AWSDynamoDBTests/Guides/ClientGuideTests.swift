import AWSDynamoDB
import Logging
import Testing

/// The examples of docs/credentials.md and docs/observability.md, as they stand there.
struct ClientGuideTests {
  /// They read this process's own environment: compiled alone.
  private func clients() throws -> [AWSDynamoDBClient] {
    let client = try AWSDynamoDBClient.fromEnvironment()  // AWS_PROFILE's profile, or `default`
    let other = try AWSDynamoDBClient.fromEnvironment(profile: "staging")
    return [client, other]
  }

  @Test("A client that logs, and leaves the process's metrics out")
  func observability() async throws {
    let environment = ["AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"]
    let logger = Logger(label: "pages")

    var configuration = try AWSDynamoDBClient.Configuration(environment: environment)
    configuration.observability.logger = logger  // silent without one
    configuration.observability.metrics = nil  // leave the process's metrics out
    let client = AWSDynamoDBClient(configuration)

    await client.shutdown()
  }
}
