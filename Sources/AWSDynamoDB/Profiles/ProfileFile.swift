/// One of the two shared files, read: its profiles and its `services` sections.
///
/// Source: *AWS SDKs and Tools Reference Guide*, "Using shared config and credentials files to globally configure AWS
/// SDKs and tools".
struct ProfileFile: Hashable, Sendable {
  /// The two differ in how a profile's section is headed: `[profile NAME]` and `[NAME]`.
  enum Kind: Hashable, Sendable {
    case config
    case credentials
  }

  enum Setting: Hashable, Sendable {
    case text(String)
    /// `name =`, and indented below it settings of its own.
    case nested([String: String])
  }

  /// Settings by their names, which are in lower case.
  typealias Section = [String: Setting]

  var profiles: [String: Section] = [:]
  var services: [String: Section] = [:]
}

/// Where a shared file cannot be read, and why. It never quotes the file, which may hold secrets.
struct ProfileFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1.
  var line: Int
  var problem: String

  var description: String { "line \(line): \(problem)" }
}
