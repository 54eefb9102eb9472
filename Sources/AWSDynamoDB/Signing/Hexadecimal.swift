/// Lower-case hexadecimal digits, as signatures are written with.
enum Hexadecimal {
  /// Appends two digits for each byte.
  static func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
    for index in 0..<bytes.count {
      let byte = unsafe bytes[index]
      text.append(digit(byte >> 4))
      text.append(digit(byte & 15))
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }
}
