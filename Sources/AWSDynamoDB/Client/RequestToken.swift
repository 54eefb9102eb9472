internal import AWSSignatures

/// Makes the tokens by which DynamoDB knows a repeated transaction again.
enum RequestToken {
  /// A random UUID (RFC 9562, version 4): 122 random bits in the 36 characters that DynamoDB takes at most.
  static func random() -> String {
    var bytes = randomBytes()
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    var digits: [UInt8] = []
    unsafe bytes.withUnsafeBytes { unsafe Hexadecimal.append($0, to: &digits) }
    for hyphen in [8, 13, 18, 23] { digits.insert(UInt8(ascii: "-"), at: hyphen) }
    return String(decoding: digits, as: UTF8.self)
  }

  private static func randomBytes() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
