import FoundationEssentials
import Subprocess
import SystemPackage

/// What one run of the worker says of itself.
struct Measurement: Codable {
  var requestsPerSecond: Double
  var cpuUs: Double
  var p50Us: Double
  var p99Us: Double
  var peakKb: Int
}

/// What parts of a request cost, on one thread.
struct Parts: Codable {
  var encodePutUs: Double
  var decodeItemUs: Double
  var signAndRestUs: Double
}

/// The other programs of this package, which lie beside this one.
enum Programs {
  static let directory = FilePath(CommandLine.arguments[0]).removingLastComponent()

  /// Runs `body` while the canned server runs.
  static func withCannedServer<Result: Sendable>(_ body: (_ url: String) async throws -> Result) async throws -> Result
  {
    try await run(
      .path(directory.appending("CannedServer")), input: .none, output: .sequence, error: .discarded
    ) { execution in
      var lines = execution.standardOutput.strings().makeAsyncIterator()
      guard let port = try await lines.next() else { throw Failure("the canned server did not start") }
      defer { try? execution.send(signal: .kill) }
      return try await body("http://127.0.0.1:\(port)/")
    }.closureResult
  }

  static func measure(
    _ contestant: Contestant, url: String, inFlight: Int, rounds: Int
  ) async throws -> Measurement {
    try decoded(await output(of: worker, [contestant.rawValue, url, "\(inFlight)", "\(rounds)"]))
  }

  static func parts() async throws -> Parts {
    try decoded(await output(of: worker, ["parts"]))
  }

  private static func decoded<Value: Decodable>(_ text: String) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Value.self, from: Data(text.utf8))
  }

  static let worker = Executable.path(directory.appending("ClientWorker"))

  static func output(of program: Executable, _ arguments: [String]) async throws -> String {
    let result = try await run(
      program, arguments: .init(arguments), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else {
      throw Failure("\(program) \(arguments) failed: \(result.standardError)")
    }
    return result.standardOutput
  }
}

struct Failure: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
