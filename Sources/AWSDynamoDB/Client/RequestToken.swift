/// Makes the tokens by which DynamoDB knows a repeated transaction again.
enum RequestToken {
  /// A random UUID (RFC 9562, version 4): 122 random bits in the 36 characters that DynamoDB takes at most.
  static func random() -> String {
    var bytes = randomBytes()
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = Hash.hexadecimal(bytes)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append("-") }
      text.append(digit)
    }
    return text
  }

  private static func randomBytes() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
