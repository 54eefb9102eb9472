internal import DynamoDB
internal import Subprocess

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// A program that prints credentials, as JSON.
///
/// It is started without a shell, gets nothing on its standard input and has a minute; then it and its process group are
/// killed. What it writes to standard error is thrown away: nobody knows whether a secret is in it.
///
/// Source: *AWS SDKs and Tools Reference Guide*, "Process credential provider".
struct CredentialProcess: Sendable {
  private static let outputLimit = 1 << 20

  private let command: String
  private let context: CredentialsContext

  init(_ command: String, _ context: CredentialsContext) {
    self.command = command
    self.context = context
  }

  func run() async throws(CredentialsError) -> Credentials {
    guard let words = CommandLineWords.split(command), let program = words.first, !program.isEmpty else {
      throw CredentialsError("credential_process is empty or has a quotation that is not closed")
    }
    // Of the command only the program: the rest may hold secrets.
    let output: Output
    do throws(CredentialsError) {
      output = try await self.output(of: program, Array(words.dropFirst()))
    } catch {
      throw CredentialsError("credential_process \(program) \(error.message)")
    }
    guard output.status.isSuccess else {
      throw CredentialsError(
        "credential_process \(program) failed (\(Self.account(of: output.status))); run it by hand to see why")
    }
    do throws(CredentialsError) {
      return try credentials(in: output.bytes)
    } catch {
      throw CredentialsError("credential_process \(program): \(error.message)")
    }
  }

  private func credentials(in output: [UInt8]) throws(CredentialsError) -> Credentials {
    let document = try CredentialsDocument(json: output)
    guard document.version == 1 else {
      throw CredentialsError("Version is \(document.version.map { "\($0)" } ?? "missing"), and only 1 is known")
    }
    return try document.credentials(token: "SessionToken")
  }

  private static func account(of status: TerminationStatus) -> String {
    switch status {
    case .exited(let code): "exit code \(code)"
    case .signaled(let signal): "signal \(signal)"
    }
  }
}

// MARK: - Running

extension CredentialProcess {
  private struct Output: Sendable {
    var status: TerminationStatus
    var bytes: [UInt8]
  }

  private struct TimeIsUp: Error {}

  /// Kills the program, and its process group, when the time is up or the task is cancelled.
  private func output(of program: String, _ arguments: [String]) async throws(CredentialsError) -> Output {
    do {
      return try await withThrowingTaskGroup(of: Output.self) { group in
        group.addTask { try await start(program, arguments) }
        group.addTask {
          try await context.time.sleep(for: context.processTimeout)
          throw TimeIsUp()
        }
        defer { group.cancelAll() }
        let output = try await group.next()
        // A program that was ended because of it has failed, but not by itself.
        guard let output, !Task.isCancelled else { throw CancellationError() }
        return output
      }
    } catch  where Task.isCancelled {
      throw CredentialsError("was ended because the task was cancelled")
    } catch is TimeIsUp {
      throw CredentialsError("was not done within \(context.processTimeout)")
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw CredentialsError("is not there, or is not executable")
    } catch let error as SubprocessError where error.code == .outputLimitExceeded {
      throw CredentialsError("printed more than \(Self.outputLimit) bytes")
    } catch {
      throw CredentialsError("could not be run")
    }
  }

  private func start(_ program: String, _ arguments: [String]) async throws -> Output {
    var options = PlatformOptions()
    options.createSession = true
    // At once, and the whole group: when the program itself has ended politely, nobody would end those of its children
    // that do not listen.
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    let result = try await Subprocess.run(
      program.contains("/") ? .path(FilePath(program)) : .name(program), arguments: Arguments(arguments),
      environment: .custom(
        context.environment.reduce(into: [:]) { $0[Environment.Key(stringLiteral: $1.key)] = $1.value }),
      platformOptions: options, input: .none, output: .bytes(limit: Self.outputLimit), error: .discarded)
    return Output(status: result.terminationStatus, bytes: result.standardOutput)
  }
}
