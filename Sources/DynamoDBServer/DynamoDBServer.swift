public import DynamoDB
import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle

/// Serves a `DynamoDBClient`, an embedded engine say, over DynamoDB's own wire protocol, so that any AWS SDK and
/// the AWS CLI can use it.
///
/// It binds to the loopback address unless told otherwise and checks no signatures: whoever can reach the port can
/// read and write everything.
public struct DynamoDBServer<Client: DynamoDBClient>: Service {
  /// Where the server listens and what it bears.
  public struct Configuration: Sendable {
    /// The address to listen on.
    public var host: String
    /// 0 picks a free port.
    public var port: Int
    /// Bytes of a request's body; larger ones are refused with the status 413. DynamoDB's own limit is 16 MB.
    public var maximumBodySize: Int
    /// How long a connection may stay without a byte in either direction.
    public var idleTimeout: Duration

    /// The loopback address and port 8000, unless told otherwise.
    public init(
      host: String = "127.0.0.1", port: Int = 8000, maximumBodySize: Int = 16 * 1024 * 1024,
      idleTimeout: Duration = .seconds(120)
    ) {
      self.host = host
      self.port = port
      self.maximumBodySize = maximumBodySize
      self.idleTimeout = idleTimeout
    }
  }

  private let client: Client
  private let configuration: Configuration
  private let logger: Logger
  private let onListening: @Sendable (Int) async -> Void

  /// - Parameters:
  ///   - client: what carries the operations out.
  ///   - configuration: what it needs to know.
  ///   - logger: where it says what went wrong.
  ///   - onListening: is called with the port once requests are taken.
  public init(
    _ client: Client, configuration: Configuration = Configuration(), logger: Logger,
    onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
  ) {
    self.client = client
    self.configuration = configuration
    self.logger = logger
    self.onListening = onListening
  }

  /// Serves until the task is cancelled or the service group shuts down; requests under way are answered first.
  ///
  /// - Throws: an error of the system where the address cannot be bound.
  public func run() async throws {
    let application = Application(
      responder: DynamoDBResponder(
        operations: OperationTable(client: client), maximumBodySize: configuration.maximumBodySize),
      server: .http1(configuration: .init(idleTimeout: .nanoseconds(configuration.idleTimeout.nanoseconds))),
      configuration: .init(address: .hostname(configuration.host, port: configuration.port), serverName: "TableTheory"),
      onServerRunning: { [onListening] channel in
        await onListening(channel.localAddress?.port ?? 0)
      },
      logger: logger
    )
    try await application.run()
  }
}

extension Duration {
  fileprivate var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max : product + attoseconds / 1_000_000_000
  }
}
