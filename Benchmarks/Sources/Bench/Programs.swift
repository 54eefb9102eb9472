import FoundationEssentials
import Subprocess
import SystemPackage

/// What one run of the worker says of itself.
struct Measurement: Codable {
  var requests_per_second: Double
  var cpu_us: Double
  var p50_us: Double
  var p99_us: Double
  var peak_kb: Int
}

/// What parts of a request cost, on one thread.
struct Parts: Codable {
  var encode_put_us: Double
  var decode_item_us: Double
  var sign_and_rest_us: Double
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
    try JSONDecoder().decode(
      Measurement.self,
      from: Data(try await output(of: worker, [contestant.rawValue, url, "\(inFlight)", "\(rounds)"]).utf8))
  }

  static func parts() async throws -> Parts {
    try JSONDecoder().decode(Parts.self, from: Data(try await output(of: worker, ["parts"]).utf8))
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
