import ArgumentParser
import DynamoDB
import DynamoDBServer
import EmbeddedDynamoDB
import FoundationEssentials
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

      Without an access key whoever reaches the port can read and write everything; it listens on this machine's own \
      address. With one, every request has to be signed with it:

        TABLETHEORY_ACCESS_KEYS=ID:SECRET tabletheory serve --host 0.0.0.0
      """
  )

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 picks a free one.")
  var port = 8000

  @Option(help: "An SQLite file to keep the tables in; without it they are in memory and gone at the end.")
  var database: String?

  @OptionGroup var access: AccessOptions

  @Option(help: "Seconds between two deletions of items whose TTL is over.")
  var sweepEvery = 60

  @Option(
    name: .customLong("ttl-delay"),
    help: "How late items are deleted whose TTL is over, such as 10m or 2d; AWS takes up to a few days. (default: 0s)",
    transform: Duration.init(argument:))
  var timeToLiveDelay = Duration.zero

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
    OpenFileLimit.raise()
    let server = DynamoDBServer(
      engine,
      configuration: .init(
        host: host, port: port, accessKeys: try access.keys(environment: ProcessInfo.processInfo.environment),
        isOpenToAnyone: access.openToAnyone, trustedHosts: access.trustedHosts), logger: logger
    ) { port in
      StandardOutput.line("Listening on http://\(host.contains(":") ? "[\(host)]" : host):\(port)")
    }
    var configuration = ServiceGroupConfiguration(
      services: [
        .init(service: server),
        .init(
          service: ExpirySweep(
            engine: engine, interval: .seconds(sweepEvery), delay: timeToLiveDelay, time: .system, logger: logger)),
      ],
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: logger
    )
    // A client that never finishes its request must not keep the server from ending.
    configuration.maximumGracefulShutdownDuration = .seconds(10)
    let group = ServiceGroup(configuration: configuration)
    do {
      try await group.run()
    } catch DynamoDBServerError.openToStrangers {
      throw Failure(
        "\(host) is no address of this machine alone: give TABLETHEORY_ACCESS_KEYS or --access-key, or --open-to-anyone "
          + "to let everybody read and write everything")
    } catch {
      throw Failure("cannot serve on \(host):\(port): \(error)")
    }
  }
}
