import AWSDynamoDB
import FoundationEssentials
import Subprocess
import SystemPackage
import TableTheory

/// The smallest lease program: how large it is, and how soon it has its lease.
struct FirstLease {
  var bytes: Int
  /// From the start of the process to the lease, the median of twenty.
  var milliseconds: Double

  static func measured(program: String, server: String) async throws -> FirstLease {
    let size = try FileManager.default.attributesOfItem(atPath: program)[.size] as? any BinaryInteger
    let times = try await run(
      .path(FilePath(server)), arguments: ["serve", "--port", "0"], input: .none, output: .sequence, error: .discarded
    ) { execution in
      defer { try? execution.send(signal: .kill) }
      var lines = execution.standardOutput.strings().makeAsyncIterator()
      guard let url = try await lines.next()?.split(separator: " ").last else {
        throw Failure("\(server) did not start")
      }
      try await createTable(at: String(url))
      var times: [Double] = []
      for round in 0..<20 { times.append(try await timeToLease(program, key: "key-\(round)", at: String(url))) }
      return times.sorted()
    }.closureResult
    return FirstLease(bytes: size.map { Int($0) } ?? 0, milliseconds: times[times.count / 2])
  }

  private static func timeToLease(_ program: String, key: String, at url: String) async throws -> Double {
    let start = ContinuousClock.now
    return try await run(
      .path(FilePath(program)), arguments: ["pages", key], environment: .custom(environment(url)), input: .none,
      output: .sequence, error: .discarded
    ) { execution in
      var lines = execution.standardOutput.strings().makeAsyncIterator()
      guard try await lines.next()?.hasPrefix("acquired") == true else { throw Failure("there was no lease") }
      let time = start.duration(to: .now) / .milliseconds(1)
      while try await lines.next() != nil {}
      return time
    }.closureResult
  }

  private static func createTable(at url: String) async throws {
    let client = AWSDynamoDBClient(
      AWSDynamoDBClient.Configuration(
        region: try Region("eu-west-1"), endpoint: try Endpoint(url),
        credentials: StaticCredentials(accessKeyID: "local", secretAccessKey: "local")))
    try await CacheTable("pages", on: client).createIfMissing()
    await client.shutdown()
  }

  private static func environment(_ url: String) -> [Environment.Key: String] {
    [
      "AWS_ENDPOINT_URL_DYNAMODB": url, "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "local",
      "AWS_SECRET_ACCESS_KEY": "local",
    ]
  }
}
