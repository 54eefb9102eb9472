import ArgumentParser
import DynamoDB
import DynamoDBServer
import EmbeddedDynamoDB
import Logging
import ServiceLifecycle
import UnixSignals

/// `tabletheory serve`: the embedded engine behind DynamoDB's wire protocol.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve a DynamoDB on this machine.",
    discussion: """
      The first line on standard output is "Listening on http://HOST:PORT". Any AWS SDK and the AWS CLI can use it:

        AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000 aws dynamodb list-tables

      Signatures are not checked: whoever can reach the port can read and write everything.
      """
  )

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 picks a free one.")
  var port = 8000

  @Option(help: "An SQLite file to keep the tables in; without it they are in memory and gone at the end.")
  var database: String?

  @Option(help: "Seconds between two deletions of items whose TTL is over.")
  var sweepEvery = 60

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("--port is from 0 to 65535, not \(port)") }
    guard sweepEvery >= 1 else { throw ValidationError("--sweep-every is at least 1 second, not \(sweepEvery)") }
  }

  func run() async throws {
    let engine: EmbeddedDynamoDB
    do {
      engine = if let database { try EmbeddedDynamoDB(path: database) } else { EmbeddedDynamoDB() }
    } catch {
      throw Failure(error.message)
    }
    var logger = Logger(label: "tabletheory") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    let host = host
    let server = DynamoDBServer(engine, configuration: .init(host: host, port: port), logger: logger) { port in
      StandardOutput.line("Listening on http://\(host.contains(":") ? "[\(host)]" : host):\(port)")
    }
    var configuration = ServiceGroupConfiguration(
      services: [
        .init(service: server),
        .init(service: ExpirySweep(engine: engine, interval: .seconds(sweepEvery), logger: logger)),
      ],
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: logger
    )
    // A client that never finishes its request must not keep the server from ending.
    configuration.maximumGracefulShutdownDuration = .seconds(10)
    let group = ServiceGroup(configuration: configuration)
    do {
      try await group.run()
    } catch {
      throw Failure("cannot serve on \(host):\(port): \(error)")
    }
  }
}
