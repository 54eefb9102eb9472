import DynamoDB
import EmbeddedDynamoDB
import Subprocess
import TableTheory
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `tabletheory lease` on a file, as cron would start it: without a terminal.
struct LeaseCommand: Sendable {
  /// What one of them said, and how it ended.
  struct Ending: Sendable {
    var status: Int32
    var output: String
    var error: String
  }

  var directory: String
  var store: [String]

  /// On a file in `directory`.
  init(in directory: String) {
    self.directory = directory
    store = ["--file", directory + "/leases.sqlite"]
  }

  /// At an endpoint, with files in `directory`.
  init(in directory: String, endpoint: String) {
    self.directory = directory
    store = ["--endpoint", endpoint, "--create-table"]
  }

  var file: String { directory + "/leases.sqlite" }

  /// The manager of another process, which is this one.
  func leases() async throws -> (LeaseManager, EmbeddedDynamoDB) {
    let engine = try EmbeddedDynamoDB(path: file)
    try await CacheTable("leases", on: engine).createIfMissing()
    return (LeaseManager(table: "leases", on: engine, configuration: .init(owner: "the test")), engine)
  }

  /// The arguments of `lease run`, which runs `script` in a shell.
  func running(_ key: String, for duration: String = "1h", _ options: [String] = [], _ script: String) -> [String] {
    ["lease", "run", key, "--for", duration] + store + options + ["--", "sh", "-c", script]
  }

  /// Runs it until it ends.
  ///
  /// - Parameter environment: what is different in it.
  func end(
    _ arguments: [String], by program: Executable = Programs.tabletheory, environment: [Environment.Key: String?] = [:]
  ) async throws -> Ending {
    let result = try await Subprocess.run(
      program, arguments: .init(arguments), environment: Self.environment.updating(environment),
      platformOptions: Self.withoutTerminal, input: .none, output: .string(limit: 1 << 20),
      error: .string(limit: 1 << 20))
    return Ending(
      status: result.terminationStatus.code, output: result.standardOutput, error: result.standardError)
  }

  /// Runs it beside `body`, which has the lines of its output, its standard input and a way to send it signals.
  ///
  /// If `body` fails it is killed, with all that it has started.
  func beside(
    _ arguments: [String], _ body: (inout RunningLease) async throws -> Void
  ) async throws -> Ending {
    let result = try await Subprocess.run(
      Programs.tabletheory, arguments: .init(arguments), environment: Self.environment,
      platformOptions: Self.withoutTerminal, input: .inputWriter, output: .sequence, error: .string(limit: 1 << 20)
    ) { execution in
      var running = RunningLease(
        lines: execution.standardOutput.strings().makeAsyncIterator(), input: execution.standardInputWriter,
        process: execution.processIdentifier.value)
      do {
        try await body(&running)
        let rest = try await running.rest()
        // Where the time is over the lines have an end too.
        try Task.checkCancellation()
        return rest
      } catch {
        Session(leader: running.process).kill()
        throw error
      }
    }
    return Ending(
      status: result.terminationStatus.code, output: result.closureResult.joined(separator: "\n"),
      error: result.standardError)
  }

  private static var withoutTerminal: PlatformOptions {
    var options = PlatformOptions()
    options.createSession = true
    return options
  }

  /// Nothing of the tester's own configuration.
  private static var environment: Environment {
    .inherit.updating([
      "AWS_CONFIG_FILE": "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent", "AWS_PROFILE": nil,
      "AWS_REGION": nil, "AWS_DEFAULT_REGION": nil, "AWS_ACCESS_KEY_ID": nil, "SWIFT_BACKTRACE": "enable=no",
      "TABLETHEORY_LEASE_TOKEN": nil,
    ])
  }
}

/// A `lease run` that runs.
struct RunningLease {
  typealias Lines = SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator

  var lines: Lines
  let input: StandardInputWriter
  let process: Int32

  /// The next line of its output.
  mutating func line() async throws -> String {
    guard let line = try await lines.next() else { throw NoMoreOutput() }
    return line
  }

  /// Waits for the next line, which should be this one.
  mutating func expect(_ text: String) async throws {
    let line = try await line()
    #expect(line == text)
  }

  mutating func rest() async throws -> [String] {
    var rest: [String] = []
    while let line = try await lines.next() { rest.append(line) }
    return rest
  }

  func write(_ text: String) async throws { _ = try await input.write(text) }

  func send(_ signal: Int32) { _ = kill(process, signal) }
}

struct NoMoreOutput: Error {}

extension TerminationStatus {
  /// As shells have it.
  var code: Int32 {
    switch self {
    case .exited(let code): code
    case .signaled(let signal): 128 + signal
    }
  }
}
