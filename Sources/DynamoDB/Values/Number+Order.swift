extension Number: Comparable {
  /// Order by value, exact.
  public static func < (left: Number, right: Number) -> Bool {
    if left.exponent == right.exponent { return left.significand < right.significand }
    let sign = left.significand.signum()
    guard sign == right.significand.signum() else { return sign < right.significand.signum() }
    return sign < 0 ? hasSmallerMagnitude(right, left) : hasSmallerMagnitude(left, right)
  }

  /// Whether the first of two nonzero numbers lies nearer to zero.
  private static func hasSmallerMagnitude(_ left: Number, _ right: Number) -> Bool {
    let leftDigits = left.digitCount
    let rightDigits = right.digitCount
    let leftLeading = Int(left.exponent) + leftDigits
    let rightLeading = Int(right.exponent) + rightDigits
    guard leftLeading == rightLeading else { return leftLeading < rightLeading }
    // The first digits stand at the same power of ten: widened to the same length, at most 38 digits,
    // the significands compare as integers.
    let width = max(leftDigits, rightDigits)
    return left.magnitude * .powerOfTen(width - leftDigits) < right.magnitude * .powerOfTen(width - rightDigits)
  }
}
