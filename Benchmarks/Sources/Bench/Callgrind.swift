import Subprocess
import SystemPackage

/// Counts instructions, which no other work on the machine changes.
enum Callgrind {
  /// The instructions of one request, the program's start and end not counted: of two runs, the difference.
  static func instructionsPerRequest(of contestant: Contestant, url: String) async throws -> Double {
    let (few, many) = (200, 1200)
    let short = try await instructions(of: contestant, url: url, rounds: few)
    let long = try await instructions(of: contestant, url: url, rounds: many)
    // Three requests a round, and a tenth more to warm up.
    return Double(long - short) / (Double(many - few) * 1.1 * 3)
  }

  private static func instructions(of contestant: Contestant, url: String, rounds: Int) async throws -> Int {
    let result = try await run(
      .name("valgrind"),
      arguments: [
        "--tool=callgrind", "--callgrind-out-file=/dev/null", Programs.directory.appending("ClientWorker").string,
        contestant.rawValue, url, "1", "\(rounds)",
      ], output: .discarded, error: .string(limit: 1 << 20))
    let line = result.standardError.split(separator: "\n").first { $0.contains("Collected :") }
    guard result.terminationStatus.isSuccess, let count = line?.split(separator: " ").last.flatMap({ Int($0) }) else {
      throw Failure("valgrind counted nothing: \(result.standardError.suffix(2000))")
    }
    return count
  }
}
