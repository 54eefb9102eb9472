extension Number {
  // Layout of a positive number:
  //
  //     0x81 | 130 + the exponent of the first digit | digits two by two, each pair plus 1 | 0x00
  //
  // The 256 exponents fill their byte exactly. The digits start at the first, an odd last one is followed by
  // zero; pairs are 1 to 100 so that the end sorts below any continuation. A negative number is the
  // complement of its opposite, which turns the order round; zero is 0x80 alone, between the two.
  private static let zeroMark: UInt8 = 0x80
  private static let positiveMark: UInt8 = 0x81

  /// Bytes whose unsigned lexicographic order is the order of the numbers, one sequence for each number.
  ///
  /// No number's bytes are the beginning of another's, so they can be followed by more in a composite key.
  /// From 1 to 22 bytes. This is a storage format: databases hold it.
  package var orderedBytes: [UInt8] {
    guard significand != 0 else { return [Self.zeroMark] }
    let digits = digitCount
    let pairs = (digits + 1) / 2
    let leadingExponent = Int(exponent) + digits - 1
    var bytes = [UInt8](repeating: 0, count: pairs + 3)
    bytes[0] = Self.positiveMark
    bytes[1] = UInt8(leadingExponent - Self.leadingExponents.lowerBound)
    var rest = digits.isMultiple(of: 2) ? magnitude : magnitude * 10
    for index in (2..<2 + pairs).reversed() {
      let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
      bytes[index] = UInt8(pair) + 1
      rest = quotient
    }
    return isNegative ? bytes.map { ~$0 } : bytes
  }

  /// The number whose ``orderedBytes`` these are, or `nil` if there is none.
  package init?(orderedBytes: [UInt8]) {
    guard let mark = orderedBytes.first, orderedBytes.count <= 22 else { return nil }
    if mark == Self.zeroMark {
      self = .zero
    } else {
      let isNegative = mark < Self.zeroMark
      let bytes = isNegative ? orderedBytes.map { ~$0 } : orderedBytes
      guard bytes.count > 3 else { return nil }
      var magnitude: UInt128 = 0
      for byte in bytes[2..<bytes.count - 1] {
        guard 1...100 ~= byte else { return nil }
        magnitude = magnitude * 100 + UInt128(byte - 1)
      }
      let leadingExponent = Int(bytes[1]) + Self.leadingExponents.lowerBound
      let exponent = leadingExponent - 2 * (bytes.count - 3) + 1
      guard let number = try? Number(isNegative: isNegative, magnitude: magnitude, exponent: exponent)
      else { return nil }
      self = number
    }
    // There is one form: other marks, terminators, zeros in front and at the end are not in it.
    guard self.orderedBytes == orderedBytes else { return nil }
  }
}
