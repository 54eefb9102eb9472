import FoundationEssentials
import Subprocess
import SystemPackage

/// The worker of the engine's benchmark, which lies beside this program.
enum EnginePrograms {
  static let worker = Executable.path(Programs.directory.appending("EngineWorker"))

  /// Runs `body` while a server runs, with the numbers of its first line.
  static func withServer<Result: Sendable>(
    _ program: Executable, _ arguments: [String], _ body: (_ ports: [Int]) async throws -> Result
  ) async throws -> Result {
    try await run(
      program, arguments: .init(arguments), input: .none, output: .sequence, error: .discarded
    ) { execution in
      var lines = execution.standardOutput.strings().makeAsyncIterator()
      defer { try? execution.send(signal: .terminate) }
      guard let line = try await lines.next() else { throw Failure("\(program) \(arguments) did not start") }
      return try await body(line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) })
    }.closureResult
  }

  static func rate(port: Int, _ operation: String, connections: Int, milliseconds: Int) async throws -> Double {
    try await number(["load", "\(port)", operation, "\(connections)", "\(milliseconds)"])
  }

  static func writes(_ arguments: [String]) async throws -> Double { try await number(arguments) }

  /// The only number of the worker's line.
  private static func number(_ arguments: [String]) async throws -> Double {
    let line = try await Programs.output(of: worker, arguments)
    guard let number = line.split(whereSeparator: { ": }\n".contains($0) }).last.flatMap({ Double($0) }) else {
      throw Failure("\(arguments) printed \(line)")
    }
    return number
  }
}
