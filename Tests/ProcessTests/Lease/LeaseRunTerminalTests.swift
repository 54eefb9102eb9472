import FoundationEssentials
import Subprocess
import TableTheory
import Testing

/// In the foreground of a terminal, which script(1) of util-linux makes.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LeaseRunTerminalTests {
  @Test(
    "Ctrl-C reaches the command once, from the terminal and not from us as well; it may read what is typed",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func interrupt() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      try """
      trap 'echo interrupted' INT
      echo ready
      until read -r line; do :; done
      echo "got $line"
      exit 6
      """.write(toFile: directory + "/job", atomically: true, encoding: .utf8)
      let words = ["lease", "run", "backup", "--for", "1h"] + command.store + ["--", "sh", directory + "/job"]
      let line = ([Programs.path("tabletheory")] + words).map { "'\($0)'" }.joined(separator: " ")
      let result = try await run(
        .name("script"), arguments: ["-q", "-e", "-c", "exec \(line)", "/dev/null"], input: .inputWriter,
        output: .sequence, error: .discarded
      ) { execution in
        var output: [String] = []
        for try await line in execution.standardOutput.strings() {
          output.append(line)
          if line.hasPrefix("ready") { _ = try await execution.standardInputWriter.write("\u{3}") }
          if line.contains("interrupted") { _ = try await execution.standardInputWriter.write("word\n") }
        }
        return output
      }
      #expect(result.terminationStatus.code == 6)
      let output = result.closureResult
      #expect(output.count { $0.contains("interrupted") } == 1, "\(output)")
      #expect(output.contains { $0.hasPrefix("got word") }, "\(output)")
    }
  }
}
