import AWSDynamoDB
import DynamoDB
import FoundationEssentials
import Subprocess
import TableTheory
import Testing

/// Many processes want the same keys at the same time: in each round exactly one task of one of them gets it.
@Suite(.serialized)
struct ContentionAcrossProcessesTests {
  /// How many contend in a round, and how many rounds there are.
  struct Crowd: Sendable, CustomTestStringConvertible {
    var processes: Int
    var tasks: Int
    var rounds: Int

    var testDescription: String { "\(processes) processes of \(tasks) tasks" }

    static let two = Crowd(processes: 2, tasks: 1, rounds: 500)
    static let sixtyFour = Crowd(processes: 4, tasks: 16, rounds: 200)
  }

  @Test("Processes that share a file", arguments: [Crowd.two, .sixtyFour])
  func file(crowd: Crowd) async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      // No file yet: the contenders make it and the table, all at once.
      try await expectOneWinner(crowd, table: "pages", arguments: ["--database", path])
    }
  }

  @Test("Processes that share a server, in memory and on a file", arguments: [false, true], [Crowd.two, .sixtyFour])
  func server(onFile: Bool, crowd: Crowd) async throws {
    try await withTemporaryDirectory { directory in
      try await withServer(database: onFile ? directory + "/engine.sqlite" : nil) { endpoint, _ in
        try await withClient(of: endpoint) { try await CacheTable("pages", on: $0).createIfMissing() }
        try await expectOneWinner(
          crowd, table: "pages", arguments: ["--endpoint"],
          environment: [
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false", "AWS_SESSION_TOKEN": "",
            "AWS_ENDPOINT_URL_DYNAMODB": endpoint.url, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
          ])
      }
    }
  }

  @Test(
    "Processes that share the DynamoDB that AWS_ENDPOINT_URL_DYNAMODB names",
    .enabled(if: ProcessInfo.processInfo.environment["AWS_ENDPOINT_URL_DYNAMODB"]?.isEmpty == false),
    arguments: [Crowd.two, .sixtyFour])
  func endpoint(crowd: Crowd) async throws {
    let table = "tabletheory-contention-\(UInt32.random(in: 0 ... .max))"
    let client = try AWSDynamoDBClient.fromEnvironment()
    try await CacheTable(table, on: client).createIfMissing()
    do {
      try await expectOneWinner(crowd, table: table, arguments: ["--endpoint"])
    } catch {
      Issue.record(error)
    }
    _ = try await client.send(DeleteTable(table: table))
    await client.shutdown()
  }

  private func expectOneWinner(
    _ crowd: Crowd, table: String, arguments: [String], environment: [Environment.Key: String] = [:]
  ) async throws {
    let winners = try await withThrowingTaskGroup(of: [Int: Int].self) { group in
      for _ in 0..<crowd.processes {
        group.addTask {
          let result = try await run(
            Programs.contender, arguments: .init([table, "0", "\(crowd.rounds)", "\(crowd.tasks)"] + arguments),
            environment: .inherit.updating(environment.mapValues(Optional.some)), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 16))
          #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
          let lines = result.standardOutput.split(separator: "\n").map { $0.split(separator: " ") }
          return Dictionary(
            uniqueKeysWithValues: lines.compactMap { line in
              Int(line[0]).flatMap { round in Int(line[1]).map { (round, $0) } }
            })
        }
      }
      return try await group.reduce(into: [Int: Int]()) { sum, own in sum.merge(own, uniquingKeysWith: +) }
    }
    #expect(winners.count == crowd.rounds)
    #expect(winners.values.allSatisfy { $0 == 1 }, "\(winners.filter { $0.value != 1 })")
  }
}
