/// Parts of URLs in the form that equal ones share.
enum URLText {
  /// Two texts have the same form only where every server reads the same from them: digits of an escape are in upper
  /// case, and what need not be escaped is not. Nothing else is decoded: whether `+` is a space and `%2B` a plus sign
  /// is the application's to say, so they stay apart.
  ///
  /// Source: RFC 3986, 6.2.2.1 and 6.2.2.2.
  ///
  /// - Returns: `nil` for a `%` without two hexadecimal digits.
  static func normalized(_ text: some Collection<UInt8>) -> [UInt8]? {
    let text = Array(text)
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      guard byte == UInt8(ascii: "%") else {
        // A byte that should have been escaped, and will be on the next hop.
        if byte > 0x20 && byte < 0x7F { result.append(byte) } else { append(escaped: byte, to: &result) }
        continue
      }
      guard index + 1 < text.count, let high = value(of: text[index]), let low = value(of: text[index + 1]) else {
        return nil
      }
      index += 2
      let decoded = high << 4 | low
      if isUnreserved(decoded) { result.append(decoded) } else { append(escaped: decoded, to: &result) }
    }
    return result
  }

  /// One form for a name, however much of it was escaped: it holds no `+`, which could be a space.
  ///
  /// - Returns: `nil` for a `%` without two hexadecimal digits.
  static func component(_ text: some Collection<UInt8>) -> [UInt8]? {
    normalized(text)?.reduce(into: []) { result, byte in
      if isUnreserved(byte) || byte == UInt8(ascii: "%") {
        result.append(byte)
      } else {
        append(escaped: byte, to: &result)
      }
    }
  }

  private static func append(escaped byte: UInt8, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "%"))
    text.append(digit(byte >> 4))
    text.append(digit(byte & 15))
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") - 10 + value
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// Source: RFC 3986, 2.3.
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
