/// Lower-case hexadecimal digits, as signatures are written with.
package enum Hexadecimal {
  /// Appends two digits for each byte.
  package static func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
    // Together: growing the array digit by digit costs more than the digits.
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * bytes.count) { digits in
      for index in 0..<bytes.count {
        let byte = unsafe bytes[index]
        unsafe digits[2 * index] = digit(byte >> 4)
        unsafe digits[2 * index + 1] = digit(byte & 15)
      }
      unsafe text.append(contentsOf: UnsafeBufferPointer(digits))
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }
}
