internal import Crypto

/// SHA-256 and its keyed form, in the lower-case hexadecimal digits that signatures are written with.
enum Hash {
  static func hexadecimal(of bytes: [UInt8]) -> String {
    hexadecimal(SHA256.hash(data: bytes))
  }

  static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(64)
    for byte in digest {
      digits.append(Self.digits[Int(byte >> 4)])
      digits.append(Self.digits[Int(byte & 15)])
    }
    return String(decoding: digits, as: UTF8.self)
  }

  private static let digits = [UInt8]("0123456789abcdef".utf8)
}
