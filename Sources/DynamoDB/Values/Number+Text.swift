extension Number: CustomStringConvertible {
  /// The text in which DynamoDB returns the number: plain decimal without an exponent, without leading or
  /// trailing zeros save one before the point, without `-0`. At most 170 characters.
  public var description: String {
    if let int64 { return int64.description }
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends ``description`` as UTF-8, without making a string.
  package func write(to bytes: inout [UInt8]) {
    if isNegative { bytes.append(UInt8(ascii: "-")) }
    let digits = digitCount
    let integerDigits = digits + Int(exponent)
    if exponent >= 0 {
      bytes.appendDecimal(magnitude, width: max(digits, 1))
      bytes.appendZeros(Int(exponent))
    } else if integerDigits > 0 {
      let (integer, fraction) = magnitude.quotientAndRemainder(dividingBy: .powerOfTen(-Int(exponent)))
      bytes.appendDecimal(integer, width: integerDigits)
      bytes.append(UInt8(ascii: "."))
      bytes.appendDecimal(fraction, width: -Int(exponent))
    } else {
      bytes.append(UInt8(ascii: "0"))
      bytes.append(UInt8(ascii: "."))
      bytes.appendZeros(-integerDigits)
      bytes.appendDecimal(magnitude, width: digits)
    }
  }
}

extension [UInt8] {
  fileprivate mutating func appendZeros(_ count: Int) {
    for _ in 0..<count { append(UInt8(ascii: "0")) }
  }

  /// Appends the last `width` digits of `value`, with zeros in front where it is shorter.
  fileprivate mutating func appendDecimal(_ value: UInt128, width: Int) {
    let start = count
    appendZeros(width)
    // Nineteen digits at a time fit a machine word, whose division is far cheaper.
    let wordDigits = 19
    var rest = value
    var end = count
    while end - start > wordDigits {
      let (quotient, word) = rest.quotientAndRemainder(dividingBy: .powerOfTen(wordDigits))
      fill(end - wordDigits..<end, with: UInt64(word))
      rest = quotient
      end -= wordDigits
    }
    fill(start..<end, with: UInt64(rest))
  }

  private mutating func fill(_ range: Range<Int>, with word: UInt64) {
    var rest = word
    for index in range.reversed() where rest != 0 {
      self[index] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
  }
}
