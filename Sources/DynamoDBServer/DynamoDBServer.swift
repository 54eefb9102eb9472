public import DynamoDB
import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle

/// Serves a `DynamoDBClient`, an embedded engine say, over DynamoDB's own wire protocol, so that any AWS SDK and
/// the AWS CLI can use it.
///
/// It binds to the loopback address unless told otherwise. With access keys it lets in only requests that are signed with
/// one of them; without any, whoever reaches the port can read and write everything, and it refuses to listen where other
/// machines do. What clients send is bounded in size, depth and time, and a slow one holds up nobody else.
public struct DynamoDBServer<Client: DynamoDBClient>: Service {
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
  /// - Throws: ``DynamoDBServerError``, or an error of the system where the address cannot be bound.
  public func run() async throws {
    guard configuration.isLoopback || !configuration.accessKeys.isEmpty || configuration.isOpenToAnyone else {
      throw DynamoDBServerError.openToStrangers(host: configuration.host)
    }
    let idle = TimeAmount.nanoseconds(configuration.idleTimeout.nanoseconds)
    let arrival = TimeAmount.nanoseconds(configuration.arrivalTimeout.nanoseconds)
    let asksNobody = configuration.isLoopback && configuration.accessKeys.isEmpty
    let doorkeeper = Doorkeeper(
      accessKeys: configuration.accessKeys, hosts: asksNobody ? TrustedHosts(configuration.trustedHosts) : nil,
      time: configuration.time)
    let application = Application(
      responder: DynamoDBResponder(
        doorkeeper: doorkeeper, operations: OperationTable(client: client),
        maximumBodySize: configuration.maximumBodySize),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ClientPatience(arrival: arrival, departure: idle)], idleTimeout: idle)),
      configuration: .init(
        address: .hostname(configuration.host, port: configuration.port), serverName: "TableTheory",
        availableConnectionsDelegate: .maximum(configuration.connectionLimit, logger: logger)),
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
