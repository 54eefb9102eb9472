import ArgumentParser
import CProcess

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `tabletheory lease-exec`: what "lease run" starts, and what becomes its command. It is not meant to be called by hand.
///
/// Between a process's start and the command it sees to it that the command does not outlive the one that renews its
/// lease, and gives back what starting it has changed.
struct LeaseExecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lease-exec", abstract: "The command of \"lease run\".", shouldDisplay: false)

  @Option(help: "Who has started this.") var parent: Int32
  @Option(help: "Signals that the command ignores, as this process's starter did.") var ignoring: [Int32] = []
  @Argument(parsing: .postTerminator) var command: [String]

  func run() throws {
    guard let name = command.first else { throw Failure("there is no command") }
    // On Linux. The one that has started us may have gone before we asked for this.
    guard tabletheory_die_with_parent() >= 0, getppid() == parent else { throw ExitCode(ExitStatus.system.rawValue) }
    for signal in ignoring { Self.ignore(signal) }
    // The threads that Swift's tasks run on block signals, and a command starts with what its thread had.
    var none = sigset_t()
    _ = unsafe sigemptyset(&none)
    _ = unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
    let error = Self.become(command)
    let reason = unsafe String(cString: strerror(error))
    StandardError.line("tabletheory: cannot run \(name): \(reason)")
    throw ExitCode((error == ENOENT ? ExitStatus.notFound : .cannotRun).rawValue)
  }

  private static func ignore(_ number: Int32) {
    #if canImport(Darwin)
      _ = Darwin.signal(number, SIG_IGN)
    #elseif canImport(Musl)
      _ = Musl.signal(number, SIG_IGN)
    #else
      _ = Glibc.signal(number, SIG_IGN)
    #endif
  }

  /// Runs the command in this process's place.
  ///
  /// - Returns: `errno`, where that was not possible.
  private static func become(_ command: [String]) -> Int32 {
    var words: [UnsafeMutablePointer<CChar>?] = unsafe command.map { unsafe strdup($0) }
    unsafe words.append(nil)
    guard let name = unsafe words[0] else { return ENOMEM }
    _ = unsafe execvp(name, words)
    return errno
  }
}

extension LeaseExecCommand {
  /// The arguments that make it run `command` for this process.
  static func arguments(_ command: [String], ignoring: [Int32]) -> [String] {
    [configuration.commandName ?? "lease-exec", "--parent", String(getpid())]
      + ignoring.flatMap { ["--ignoring", String($0)] } + ["--"] + command
  }
}
