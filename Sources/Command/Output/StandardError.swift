#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Where errors and remarks go; a terminal that is gone is no error of its own.
enum StandardError {
  static func line(_ text: String) { _ = try? FileDescriptor.standardError.writeAll((text + "\n").utf8) }
}
