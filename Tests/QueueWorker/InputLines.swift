import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The lines of this process's standard input, as they come.
enum InputLines {
  /// A thread of its own reads them.
  static var all: AsyncStream<String> {
    AsyncStream { continuation in
      DispatchQueue(label: "input").async {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
          let count = unsafe read(STDIN_FILENO, &byte, 1)
          if count < 0 && errno == EINTR { continue }
          guard count > 0 else { break }
          if byte == UInt8(ascii: "\n") {
            continuation.yield(String(decoding: line, as: UTF8.self))
            line = []
          } else {
            line.append(byte)
          }
        }
        continuation.finish()
      }
    }
  }
}
