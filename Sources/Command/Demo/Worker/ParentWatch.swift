import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ends the process when the one that started it is gone: standard input is a pipe whose other end it holds.
///
/// There is nothing to tidy up: a worker may stop at any instant, which is what leases are for.
enum ParentWatch {
  static func begin() {
    DispatchQueue(label: "parent").async {
      var byte: UInt8 = 0
      while true {
        let count = unsafe read(STDIN_FILENO, &byte, 1)
        if count == 0 || (count < 0 && errno != EINTR) { _exit(0) }
      }
    }
  }
}
