extension Number {
  /// The bytes that DynamoDB counts for the number, at most 21.
  ///
  /// One byte, one for each pair of significant digits, and one for a minus sign. Pairs are aligned to the
  /// decimal point, so that `1.2` is two pairs and `12` is one. Zero counts one byte.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "DynamoDB item sizes and formats", which says "approximately";
  /// the alignment and the sign are as observed by dynalite.
  public var size: Int {
    guard significand != 0 else { return 1 }
    let lastExponent = Int(exponent)
    let leadingExponent = lastExponent + digitCount - 1
    let pairs = (leadingExponent >> 1) - (lastExponent >> 1) + 1
    return min(1 + pairs + (isNegative ? 1 : 0), 21)
  }
}
