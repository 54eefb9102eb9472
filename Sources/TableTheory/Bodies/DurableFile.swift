#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file that is either there as a whole, also after a power failure, or not there at all.
enum DurableFile {
  /// What is done, in this order: a step is told before it begins.
  enum Step: Hashable, CaseIterable {
    case write
    case syncFile
    case rename
    case syncFolder
  }

  /// What the names of files begin with that are not finished.
  static let temporaryPrefix = ".unfinished-"

  /// Writes to a temporary name, syncs, renames, and syncs the folder that holds the name. Where it fails before there is
  /// a name, a full disk say, nothing is left.
  ///
  /// - Parameter before: told of each step; a test that throws there fails in its place.
  static func write(
    _ bytes: [UInt8], to name: String, in directory: String, before: (Step) throws(FileFailure) -> Void = { _ in }
  ) throws(FileFailure) {
    let (file, temporary) = try create(name, in: directory)
    do throws(FileFailure) {
      try fill(file, temporary, with: bytes, before: before)
      try before(.rename)
      let path = directory + "/" + name
      guard unsafe rename(temporary, path) == 0 else { throw FileFailure("name", path) }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
    try before(.syncFolder)
    try syncFolder(directory)
  }

  private static func fill(
    _ file: CInt, _ path: String, with bytes: [UInt8], before: (Step) throws(FileFailure) -> Void
  ) throws(FileFailure) {
    defer { close(file) }
    try before(.write)
    try writeAll(bytes, file, path)
    try before(.syncFile)
    try sync(file, path)
  }

  /// Makes a folder in one that is there, if it is missing, so that it is there after a power failure too.
  static func makeFolder(_ directory: String) throws(FileFailure) {
    guard unsafe mkdir(directory, 0o755) != 0 else { return try syncFolder(directory + "/..") }
    guard errno == EEXIST else { throw FileFailure("make the folder", directory) }
    // No file, and one that can be used.
    try syncFolder(directory)
    // Who made it may not have come to this; where it may not be opened, it is not ours.
    try? syncFolder(directory + "/..")
  }

  static func syncFolder(_ directory: String) throws(FileFailure) {
    let folder = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw FileFailure("open", directory) }
    defer { close(folder) }
    try sync(folder, directory)
  }

  /// Two writers of one name never share a temporary file: the slower one would empty what the faster one renames.
  private static func create(_ name: String, in directory: String) throws(FileFailure) -> (file: CInt, path: String) {
    var number = 0
    while true {
      let temporary = "\(directory)/\(temporaryPrefix)\(getpid())-\(number)-\(name.suffix(64))"
      let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      if file >= 0 { return (file, temporary) }
      guard errno == EEXIST else { throw FileFailure("write", temporary) }
      number += 1
    }
  }

  private static func writeAll(_ bytes: [UInt8], _ file: CInt, _ path: String) throws(FileFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { unsafe systemWrite(file, $0) }
      guard written >= 0 || errno == EINTR else { throw FileFailure("write", path) }
      rest = rest.dropFirst(max(0, written))
    }
  }

  private static func sync(_ descriptor: CInt, _ path: String) throws(FileFailure) {
    #if canImport(Darwin)
      // fsync there leaves the bytes in the drive's own memory.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    guard fsync(descriptor) == 0 else { throw FileFailure("sync", path) }
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
}

/// What the system said when it did not do something to a file.
struct FileFailure: Error {
  let number: CInt
  let description: String

  /// Of the last call, which left `errno`.
  init(_ verb: String, _ path: String) {
    number = errno
    description = "cannot \(verb) \(path): \(unsafe String(cString: strerror(number)))"
  }

  var isMissing: Bool { number == ENOENT }

  /// As the store's error.
  var bodyStoreError: BodyStoreError {
    [EACCES, EPERM, EROFS].contains(number) ? .denied(description) : .unavailable(description)
  }
}
