/// JSON's escapes of characters beyond U+FFFF, which YAML does not have: a pair of surrogates is one character.
///
/// Source: RFC 8259, section 7; YAML 1.2.2, section 5.7.
enum SurrogatePairs {
  /// A JSON text with each pair, `\ud83d\ude00`, as YAML's `\U0001f600`. Other text is left as it is.
  static func joined(in text: String) -> String {
    // Only what begins like JSON is taken for it: in YAML's other quotes a backslash is itself.
    guard text.first(where: { !$0.isWhitespace && $0 != "\u{FEFF}" }) == "{", text.contains("\\u") else { return text }
    let bytes = Array(text.utf8)
    var joined: [UInt8] = []
    joined.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      if let high = unit(at: position, in: bytes), let low = unit(at: position + 6, in: bytes),
        UTF16.isLeadSurrogate(high), UTF16.isTrailSurrogate(low)
      {
        let scalar = 0x10000 + (UInt32(high) - 0xD800) << 10 + UInt32(low) - 0xDC00
        let digits = String(scalar, radix: 16)
        joined += "\\U".utf8
        joined += String(repeating: "0", count: 8 - digits.count).utf8
        joined += digits.utf8
        position += 12
      } else {
        // An escaped backslash begins no escape of its own.
        let length = bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        joined += bytes[position..<min(position + length, bytes.count)]
        position += length
      }
    }
    return String(decoding: joined, as: UTF8.self)
  }

  /// The value of `\uXXXX`.
  private static func unit(at position: Int, in bytes: [UInt8]) -> UInt16? {
    guard position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
    else { return nil }
    let digits = bytes[position + 2..<position + 6]
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
