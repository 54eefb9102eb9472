/// DynamoDB's number: an exact decimal of up to 38 significant digits.
///
/// A number is zero, or its magnitude lies from `1E-130` to `9.9999999999999999999999999999999999999E+125`.
/// It is never rounded and never passes through binary floating point: text that does not fit, and sums
/// that do not fit, are refused with a ``FormatError``. Numbers that are equal by value are equal, whatever
/// text they came from: `1`, `1.0` and `10e-1` are one number.
///
/// ```swift
/// let price = try Number(parsing: "12.50")
/// price.description                  // "12.5"
/// try price.adding(1).description    // "13.5"
/// ```
///
/// Source: *Amazon DynamoDB Developer Guide*, "Supported data types and naming rules in Amazon DynamoDB", Number.
public struct Number: Hashable, Sendable {
  // The value is significand × 10^exponent in the one normal form: the significand has at most 38 digits
  // and does not end in zero; zero is 0 × 10^0. Equality and hashing are synthesised from it.
  let significand: Int128
  let exponent: Int16

  /// The number of that integer. Any `Int64` fits.
  public init(_ value: Int64) {
    var significand = value
    var exponent: Int16 = 0
    // An odd number does not end in zero, so most integers cost no division.
    while significand & 1 == 0, significand != 0, significand % 10 == 0 {
      significand /= 10
      exponent += 1
    }
    self.significand = Int128(significand)
    self.exponent = exponent
  }

  /// The number ±`magnitude` × 10^`exponent`, brought to the normal form.
  ///
  /// - Throws: ``FormatError/overflow``, ``FormatError/underflow`` or, for a number within the range,
  ///   ``FormatError/tooManyDigits``. DynamoDB reports them in this order of precedence.
  init(isNegative: Bool, magnitude: UInt128, exponent: Int) throws(FormatError) {
    guard magnitude != 0 else {
      self = .zero
      return
    }
    let (magnitude, zeros) = magnitude.strippingTrailingZeros()
    let exponent = exponent + zeros
    let digits = magnitude.decimalDigitCount
    try Self.check(leadingExponent: exponent + digits - 1, digits: digits)
    self.init(isNegative: isNegative, normalMagnitude: magnitude, exponent: Int16(exponent))
  }

  /// As given: the caller has seen to the range and the normal form.
  init(isNegative: Bool, normalMagnitude: UInt128, exponent: Int16) {
    let magnitude = Int128(normalMagnitude)
    self.significand = isNegative ? -magnitude : magnitude
    self.exponent = exponent
  }

  /// Throws unless a nonzero number with these properties can be stored.
  static func check(leadingExponent: Int, digits: Int) throws(FormatError) {
    if leadingExponent > leadingExponents.upperBound { throw .overflow }
    if leadingExponent < leadingExponents.lowerBound { throw .underflow }
    if digits > maximumDigits { throw .tooManyDigits }
  }

  static let zero = Number(0)
  static let maximumDigits = 38
  /// The powers of ten at which the first digit of a nonzero number can stand.
  static let leadingExponents = -130...125

  var isNegative: Bool { significand < 0 }
  var magnitude: UInt128 { significand.magnitude }
  /// The significant digits: 0 for zero.
  var digitCount: Int { magnitude.decimalDigitCount }

  /// The value as an integer, or `nil` if it has a fraction or lies outside `Int64`.
  public var int64: Int64? {
    // No Int64 has more than 18 trailing zeros.
    guard exponent >= 0, exponent <= 18, let value = Int64(exactly: significand) else { return nil }
    if exponent == 0 { return value }
    let (product, overflow) = value.multipliedReportingOverflow(by: Int64(UInt128.powerOfTen(Int(exponent))))
    return overflow ? nil : product
  }
}

extension Number: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) { self.init(value) }
}
