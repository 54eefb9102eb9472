public import DynamoDB
import Synchronization

/// DynamoDB over HTTP: the service itself, DynamoDB Local, or whatever else speaks its protocol.
///
///     try await AWSDynamoDBClient.withClient(try .init(environment: environment)) { client in
///       try await client.putItem(["pk": .string("a")], into: "pages")
///     }
///
/// Requests are signed anew for each attempt, and answers are checked against their checksum. Failed attempts are
/// repeated as ``RetryPolicy`` says, within one deadline. A write whose answer was lost is repeated only where that
/// is harmless, and otherwise ends in `DynamoDBError.outcomeUnknown(_:)`. `TransactWriteItems` always carries a
/// token, the same for all attempts.
///
/// A client is for the whole program: it holds the connections. Shut it down in the end.
public final class AWSDynamoDBClient: DynamoDBClient {
  let configuration: Configuration
  let signer: RequestSigner
  let transport: any HTTPTransport
  let budget = Mutex(RetryBudget())
  let gate = OperationGate()
  let observer: ClientObserver?

  /// - Parameters:
  ///   - configuration: what it needs to know.
  ///   - transport: what carries the requests; the client shuts it down with itself.
  public init(_ configuration: Configuration, transport: any HTTPTransport) {
    self.configuration = configuration
    self.transport = transport
    signer = RequestSigner(
      endpoint: configuration.endpoint, region: configuration.endpoint.signingRegion ?? configuration.region)
    observer = ClientObserver(
      configuration.observability, endpoint: configuration.endpoint, time: configuration.time)
  }

  /// A client with connections of its own.
  public convenience init(_ configuration: Configuration) {
    self.init(configuration, transport: AsyncHTTPTransport(configuration.http))
  }

  public func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    try await operation.run(on: OperationSender(client: self))
  }

  /// Refuses new operations, lets those that are under way end, which they do by their deadline, and closes the
  /// connections. If the task is cancelled, the connections are closed at once and what is under way fails.
  /// Sends nothing.
  public func shutdown() async {
    await gate.close()
    await transport.shutdown()
  }

  /// Makes a client for the time of `body`, and shuts it down however that ends. Sends nothing by itself.
  ///
  /// - Throws: what `body` throws.
  public static func withClient<Result, Failure: Error>(
    _ configuration: Configuration, _ body: (AWSDynamoDBClient) async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let client = AWSDynamoDBClient(configuration)
    let result: Result
    do throws(Failure) {
      result = try await body(client)
    } catch {
      await client.shutdown()
      throw error
    }
    await client.shutdown()
    return result
  }
}
