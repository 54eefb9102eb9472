extension UInt128 {
  /// 10^0 to 10^38, every power of ten that fits.
  private static let powersOfTen: [UInt128] = {
    var powers: [UInt128] = [1]
    for _ in 1...38 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// 10^`exponent`, for an exponent from 0 to 38.
  static func powerOfTen(_ exponent: Int) -> UInt128 { powersOfTen[exponent] }

  /// The digits in decimal, without leading zeros: 0 for zero.
  var decimalDigitCount: Int {
    let bits = bitWidth - leadingZeroBitCount
    // 1233 / 4096 is log10(2) from below, near enough for 128 bits: the count is this or one more.
    let atLeast = (bits * 1233) >> 12
    return self >= .powerOfTen(atLeast) ? atLeast + 1 : atLeast
  }

  /// The nonzero value without its trailing zeros, and how many there were.
  func strippingTrailingZeros() -> (value: UInt128, zeros: Int) {
    var value = self
    var zeros = 0
    // A multiple of ten is even: most values cost no division.
    while value & 1 == 0 {
      let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
      guard remainder == 0 else { break }
      value = quotient
      zeros += 1
    }
    return (value, zeros)
  }
}
