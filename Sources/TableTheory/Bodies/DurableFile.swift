#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is either there as a whole, also after a power failure, or not there at all.
enum DurableFile {
  /// Writes to a temporary name, syncs, renames, and syncs the folder that holds the name.
  static func write(_ bytes: [UInt8], to name: String, in directory: String) throws(Failure) {
    let path = directory + "/" + name
    let temporary = directory + "/" + temporaryPrefix + name
    let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw failure("write", temporary) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { unsafe systemWrite(file, $0) }
      guard written >= 0 || errno == EINTR else {
        let failure = failure("write", temporary)
        close(file)
        throw failure
      }
      rest = rest.dropFirst(max(0, written))
    }
    try sync(file, temporary)
    guard unsafe rename(temporary, path) == 0 else { throw failure("name", path) }
    let folder = unsafe open(directory, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { throw failure("open", directory) }
    try sync(folder, directory)
  }

  /// What the names of files begin with that are not finished.
  static let temporaryPrefix = ".unfinished-"

  private static func sync(_ descriptor: CInt, _ path: String) throws(Failure) {
    let result = fsync(descriptor)
    let failure = failure("sync", path)
    close(descriptor)
    guard result == 0 else { throw failure }
  }

  private static func systemWrite(_ file: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.write(file, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      unsafe Musl.write(file, bytes.baseAddress, bytes.count)
    #else
      unsafe Glibc.write(file, bytes.baseAddress, bytes.count)
    #endif
  }

  private static func failure(_ verb: String, _ path: String) -> Failure {
    Failure("cannot \(verb) \(path): \(unsafe String(cString: strerror(errno)))")
  }
}
