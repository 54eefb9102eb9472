internal import Crypto

/// SHA-256 of a request's payload, in hexadecimal digits: the attribute `request_hash`.
enum PayloadHash {
  static func hexadecimal(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in SHA256.hash(data: bytes) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// As much of a hash as an error shows: enough to tell two apart.
  static func prefix(_ hash: String) -> String { String(hash.prefix(12)) }

  private static let digits = Array("0123456789abcdef".utf8)
}
