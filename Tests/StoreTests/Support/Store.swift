import AWSDynamoDB
import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import Testing

/// A DynamoDB that the suite runs on, and the way to it.
enum Store: String, CaseIterable, Sendable, CustomTestStringConvertible {
  /// The engine in memory, in this process.
  case memory
  /// The engine on an SQLite file, in this process.
  case file
  /// Our server, through our client.
  case server
  /// What `AWS_ENDPOINT_URL_DYNAMODB` names, through our client: another program's DynamoDB, or AWS's own.
  case endpoint

  var testDescription: String { rawValue }

  /// Where an endpoint is named, that one; otherwise those of this process.
  static let all: [Store] =
    ProcessInfo.processInfo.environment["AWS_ENDPOINT_URL_DYNAMODB"]?.isEmpty == false
    ? [.endpoint] : [.memory, .file, .server]

  /// Whether the store keeps to AWS's documentation in a point in which MiniStack does not.
  func keeps(_ difference: KnownDifference) -> Bool { self != .endpoint || !Self.endpointIsMiniStack }

  /// Tests/ThirdParty/with_server.py says so: nothing in MiniStack's answers does.
  private static let endpointIsMiniStack =
    ProcessInfo.processInfo.environment["TABLETHEORY_ENDPOINT_IS"] == "ministack"
}

/// Where MiniStack 1.4 answers otherwise than AWS documents, and this suite would see it.
enum KnownDifference {
  /// It rounds sums to 28 digits, and takes those that are too large: `sums-have-38-digits` in
  /// Tests/ThirdParty/differential/differences.toml.
  case sumsHave38Digits

  /// It ends no page for its size.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Paginating table query results": a result is at most 1 MB.
  case pagesEndAt1MB

  /// It passes over a batch's empty lists and what is no write: `batches-are-checked-as-a-whole` in
  /// Tests/ThirdParty/differential/differences.toml.
  case batchesAreCheckedAsAWhole
}

/// Runs `body` on a store that is there for its time.
func withStore(_ store: Store, _ body: @Sendable @escaping (any DynamoDBClient) async throws -> Void) async throws {
  switch store {
  case .memory: try await body(EmbeddedDynamoDB())
  case .file:
    try await withTemporaryDirectory { try await body(EmbeddedDynamoDB(path: $0 + "/engine.sqlite")) }
  case .server:
    try await withServer(of: EmbeddedDynamoDB()) { port in
      try await AWSDynamoDBClient.withClient(.loopback(port: port)) { client async throws in try await body(client) }
    }
  case .endpoint:
    let environment = ProcessInfo.processInfo.environment
    try await AWSDynamoDBClient.withClient(.init(environment: environment)) { client async throws in
      try await body(client)
    }
  }
}

/// Runs `body` on a store with a new table whose keys are `pk` and, unless it is left out, `sk`, both strings.
func withTable(
  _ store: Store, sortKey: Bool = true, _ body: @Sendable @escaping (any DynamoDBClient, String) async throws -> Void
) async throws {
  try await withStore(store) { client in
    let table = uniqueTableName()
    _ = try await client.send(
      CreateTable(table: table, partitionKey: .init("pk"), sortKey: sortKey ? .init("sk") : nil))
    try await client.waitUntilActive(table)
    let outcome: Result<Void, any Error>
    do {
      outcome = .success(try await body(client, table))
    } catch {
      outcome = .failure(error)
    }
    _ = try await client.send(DeleteTable(table: table))
    try outcome.get()
  }
}

/// A name that no other run and no other test has.
func uniqueTableName() -> String { "tabletheory-store-\(UInt64.random(in: 0 ... .max))" }

extension DynamoDBClient {
  /// Waits until a table that was created takes requests: at once here, some seconds on AWS.
  func waitUntilActive(_ table: String) async throws {
    while try await send(DescribeTable(table: table)).table.status != .active {
      try await SystemTime().sleep(for: .milliseconds(500))
    }
  }
}

extension AWSDynamoDBClient.Configuration {
  /// For a server on this machine.
  static func loopback(port: Int) throws -> Self {
    Self(
      region: try Region("us-east-1"), endpoint: try Endpoint("http://127.0.0.1:\(port)"),
      credentials: StaticCredentials(accessKeyID: "local", secretAccessKey: "local"))
  }
}

/// Runs `body` with an empty directory that is gone afterwards.
private func withTemporaryDirectory(_ body: (String) async throws -> Void) async throws {
  let directory = FileManager.default.temporaryDirectory.appending(path: "tabletheory-\(UInt64.random(in: 0 ... .max))")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  try await body(directory.path)
}
