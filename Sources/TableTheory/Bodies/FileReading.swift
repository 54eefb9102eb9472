internal import DynamoDB

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Whole files, and what is in a folder, with the system's own reason where that fails.
enum FileReading {
  static func bytes(of path: String) throws(FileFailure) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileFailure("read", path) }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw FileFailure("read", path) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    var chunk = [UInt8](repeating: 0, count: max(4096, min(1 << 20, Int(status.st_size) + 1)))
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else { throw FileFailure("read", path) }
      if count == 0 { return bytes }
      bytes += chunk.prefix(max(0, count))
    }
  }

  /// A file's size and when it was written, or `nil` where it is none, or gone.
  static func status(of path: String) throws(FileFailure) -> (size: Int64, writtenAt: Timestamp)? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw FileFailure("look at", path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    #if canImport(Darwin)
      let written = status.st_mtimespec
    #else
      let written = status.st_mtim
    #endif
    let moment = Duration.seconds(Int64(written.tv_sec)) + .nanoseconds(Int64(written.tv_nsec))
    return (Int64(status.st_size), Timestamp(sinceEpoch: moment))
  }

  static func names(in directory: String) throws(FileFailure) -> [String] {
    guard let folder = unsafe opendir(directory) else { throw FileFailure("read the folder", directory) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(folder) else {
        guard errno == 0 else { throw FileFailure("read the folder", directory) }
        return names
      }
      names.append(unsafe name(of: entry))
    }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      unsafe String(decoding: unsafe bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// Deletes a file; one that is not there is no failure.
  static func delete(_ path: String) throws(FileFailure) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else { throw FileFailure("delete", path) }
  }
}
