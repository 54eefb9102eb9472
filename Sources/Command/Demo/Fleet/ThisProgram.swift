import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

#if canImport(Darwin)
  import Darwin
#endif

/// The file that this process runs, so that it can start itself again.
enum ThisProgram {
  static var executable: Executable {
    #if os(Linux)
      // Of the new process it names the same file, also where that was replaced by a build meanwhile.
      .path("/proc/self/exe")
    #else
      .path(FilePath(CommandLine.arguments[0]))
    #endif
  }
}
