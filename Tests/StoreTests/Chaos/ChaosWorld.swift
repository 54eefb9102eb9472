import AWSDynamoDB
import DynamoDB
import EmbeddedDynamoDB
import Testing

/// A client, a server, and between them a proxy that spoils what it can. The truth is in `engine`.
struct ChaosWorld: Sendable {
  static let table = "pages"

  let engine: EmbeddedDynamoDB
  let ledger: Ledger
  let client: WatchedClient
  let proxy: ChaosProxy

  /// Runs `work` in such a world with one table, whose key is `pk`; then shuts the client down, sees all its
  /// connections closed and every late request arrived, and runs `judge`.
  static func run(
    faults: FaultSource, configure: @Sendable (inout AWSDynamoDBClient.Configuration) -> Void = { _ in },
    _ work: @Sendable @escaping (ChaosWorld) async throws -> Void,
    judge: @Sendable @escaping (ChaosWorld) async throws -> Void = { _ in }
  ) async throws {
    let engine = EmbeddedDynamoDB()
    _ = try await engine.send(CreateTable(table: table, partitionKey: .init("pk")))
    let ledger = Ledger(engine)
    // Sendable closures hold it, so it has to be made before.
    var settings = try AWSDynamoDBClient.Configuration.loopback(port: 1)
    settings.attemptTimeout = .milliseconds(300)
    settings.deadline = .seconds(2)
    settings.retryPolicy = RetryPolicy(baseDelay: .milliseconds(5))
    configure(&settings)
    let configuration = settings
    try await withServer(of: ledger) { port in
      try await ChaosProxy.withProxy(before: port, faults: faults) { proxy in
        var configuration = configuration
        configuration.endpoint = try Endpoint("http://127.0.0.1:\(proxy.port)")
        let client = AWSDynamoDBClient(configuration)
        let world = ChaosWorld(engine: engine, ledger: ledger, client: WatchedClient(client), proxy: proxy)
        let outcome: Result<Void, any Error>
        do {
          outcome = .success(try await work(world))
        } catch {
          outcome = .failure(error)
        }
        await client.shutdown()
        try outcome.get()
        try await proxy.census.wait { $0.open == 0 && $0.requestsUnderWay == 0 }
        try await judge(world)
      }
    }
  }

  /// The item as it is in truth.
  func stored(_ key: String) async throws -> Item? {
    try await engine.getItem(["pk": .string(key)], from: Self.table, consistentRead: true)
  }
}

/// What a caller is told of a write, as far as it matters to what it may believe.
enum Told: Sendable, Hashable {
  case done
  case conditionFailed(Item?)
  case unknown
  /// Any other error: it was not written.
  case notDone(DynamoDBError)

  init(_ result: Result<some Any, DynamoDBError>) {
    self =
      switch result {
      case .success: .done
      case .failure(.conditionFailed(let item)): .conditionFailed(item)
      case .failure(.outcomeUnknown): .unknown
      case .failure(let error): .notDone(error)
      }
  }
}
