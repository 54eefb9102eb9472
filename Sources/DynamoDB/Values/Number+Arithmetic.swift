extension Number {
  /// The exact sum.
  ///
  /// - Throws: ``FormatError/overflow``, ``FormatError/underflow`` or ``FormatError/tooManyDigits`` if
  ///   DynamoDB cannot hold the sum: it is never rounded.
  public func adding(_ other: Number) throws(FormatError) -> Number {
    if significand == 0 { return other }
    if other.significand == 0 { return self }
    let (coarse, fine) = exponent >= other.exponent ? (self, other) : (other, self)
    let gap = Int(coarse.exponent) - Int(fine.exponent)

    // Where a gap is left open, the sum's last digit is the last of `fine`, which is not zero. So a sum that
    // UInt128 cannot hold has too many digits; and where only `coarse`, widened, does not fit, it is more
    // than 3.4 × 10^38 and `fine` less than 10^38: no subtraction brings it back to 38 digits.
    guard gap <= Self.maximumDigits else { throw .tooManyDigits }
    let (widened, tooWide) = coarse.magnitude.multipliedReportingOverflow(by: .powerOfTen(gap))
    guard !tooWide else { throw .tooManyDigits }

    if coarse.isNegative == fine.isNegative {
      let (sum, tooLarge) = widened.addingReportingOverflow(fine.magnitude)
      guard !tooLarge else { throw .tooManyDigits }
      return try Number(isNegative: fine.isNegative, magnitude: sum, exponent: Int(fine.exponent))
    }
    let isCoarseLarger = widened > fine.magnitude
    return try Number(
      isNegative: isCoarseLarger ? coarse.isNegative : fine.isNegative,
      magnitude: isCoarseLarger ? widened - fine.magnitude : fine.magnitude - widened,
      exponent: Int(fine.exponent)
    )
  }

  /// The exact difference.
  ///
  /// - Throws: As ``adding(_:)``.
  public func subtracting(_ other: Number) throws(FormatError) -> Number {
    try adding(other.negated)
  }

  private var negated: Number {
    Number(isNegative: !isNegative, normalMagnitude: magnitude, exponent: exponent)
  }
}
