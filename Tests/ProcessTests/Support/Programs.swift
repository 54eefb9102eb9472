import FoundationEssentials
import Subprocess
import SystemPackage

/// The programs that the tests run, as they were built beside the tests.
enum Programs {
  static let tabletheory = executable("tabletheory")
  static let contender = executable("Contender")
  static let pageWorker = executable("PageWorker")
  static let queueWorker = executable("QueueWorker")

  static func path(_ name: String) -> String {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name).path
  }

  private static func executable(_ name: String) -> Executable { .path(FilePath(path(name))) }
}

/// Runs `body` with an empty directory that is gone afterwards.
func withTemporaryDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let directory = FileManager.default.temporaryDirectory.appending(path: "tabletheory-\(UInt64.random(in: 0 ... .max))")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try await body(directory.path)
}
