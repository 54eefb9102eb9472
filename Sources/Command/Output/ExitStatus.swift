import ArgumentParser

/// What a command ends with, for scripts: a status for each thing that they would do differently.
///
/// Source: BSD's sysexits(3); 124, 126 and 127 as timeout(1), env(1) and the shells have them.
struct ExitStatus: RawRepresentable, Hashable, Sendable {
  let rawValue: Int32

  init(rawValue: Int32) { self.rawValue = rawValue }

  static let failure = Self(rawValue: 1)
  /// EX_USAGE
  static let usage = Self(rawValue: 64)
  /// EX_DATAERR: a document cannot be read.
  static let data = Self(rawValue: 65)
  /// EX_UNAVAILABLE: the table could not be asked, or refused.
  static let unavailable = Self(rawValue: 69)
  /// EX_OSERR: the system refused something.
  static let system = Self(rawValue: 71)
  /// EX_IOERR: a request was sent and no answer came.
  static let outcomeUnknown = Self(rawValue: 74)
  /// EX_TEMPFAIL: somebody else has it.
  static let held = Self(rawValue: 75)
  /// EX_NOPERM: it is somebody else's by now, or nobody's.
  static let lost = Self(rawValue: 77)
  /// EX_CONFIG: Region, profile or endpoint are missing or wrong.
  static let configuration = Self(rawValue: 78)
  /// It took longer than it was allowed to.
  static let limitReached = Self(rawValue: 124)
  static let cannotRun = Self(rawValue: 126)
  static let notFound = Self(rawValue: 127)

  /// Ended by a signal, as shells have it.
  static func signal(_ number: Int32) -> Self { Self(rawValue: 128 + number) }
}

/// Does a command's work; where that fails, says why on standard error and ends with the failure's status.
func reporting(_ work: () async throws(Failure) -> Void) async throws(ExitCode) {
  do throws(Failure) {
    try await work()
  } catch {
    StandardError.line("Error: \(error)")
    throw ExitCode(error.status.rawValue)
  }
}
