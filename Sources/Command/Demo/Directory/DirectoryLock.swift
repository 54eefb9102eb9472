#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Keeps a second demo out of a folder: what it would do to the first one's pages, the first one's checks would find.
///
/// The lock ends with the process, however that ends.
final class DirectoryLock: Sendable {
  private let file: CInt

  /// - Throws: ``Failure`` where another process has the folder.
  init(_ directory: DemoDirectory) throws(Failure) {
    let path = directory.path + "/lock"
    file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw directory.notWritable }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw Failure("another demo is running in \(directory.path): wait for its end, or give this one a --directory")
    }
  }

  deinit { close(file) }
}
