/// Base64 with padding, RFC 4648 section 4: the text of DynamoDB's binary values.
package enum Base64 {
  package static func encode(_ data: [UInt8], into output: inout [UInt8]) {
    output.reserveCapacity(output.count + (data.count + 2) / 3 * 4)
    var index = 0
    while index < data.count {
      let first = data[index]
      let second = index + 1 < data.count ? data[index + 1] : nil
      let third = index + 2 < data.count ? data[index + 2] : nil
      output.append(alphabet[Int(first >> 2)])
      output.append(alphabet[Int((first & 0x03) << 4 | (second ?? 0) >> 4)])
      output.append(second.map { alphabet[Int(($0 & 0x0F) << 2 | (third ?? 0) >> 6)] } ?? padding)
      output.append(third.map { alphabet[Int($0 & 0x3F)] } ?? padding)
      index += 3
    }
  }

  /// The bytes behind `text`, or `nil` where it is not base64 with its padding.
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 4) else { return nil }
    var output: [UInt8] = []
    output.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    var digits = 0
    var paddings = 0
    for byte in text {
      if byte == padding {
        paddings += 1
      } else {
        let digit = values[Int(byte)]
        guard paddings == 0, digit != invalid else { return nil }
        bits = bits << 6 | UInt32(digit)
      }
      digits += 1
      guard digits == 4 else { continue }
      switch paddings {
      case 0: output.append(contentsOf: [UInt8(bits >> 16), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)])
      case 1: output.append(contentsOf: [UInt8(bits >> 10), UInt8(bits >> 2 & 0xFF)])
      case 2: output.append(UInt8(bits >> 4))
      default: return nil
      }
      bits = 0
      digits = 0
    }
    return output
  }

  private static let padding = UInt8(ascii: "=")
  private static let invalid: UInt8 = 0xFF
  private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: invalid, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()
}
