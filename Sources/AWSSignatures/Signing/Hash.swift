internal import Crypto

/// SHA-256.
package enum Hash {
  /// The hash of `bytes` in hexadecimal digits, appended to `text`.
  package static func appendHexadecimal(of bytes: [UInt8], to text: inout [UInt8]) {
    var hasher = SHA256()
    unsafe bytes.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
    unsafe hasher.finalize().withUnsafeBytes { unsafe Hexadecimal.append($0, to: &text) }
  }
}
