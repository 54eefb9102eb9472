extension Number {
  /// Reads a number as DynamoDB does: an optional sign, digits with an optional point, an optional exponent.
  ///
  /// `7`, `+7`, `007`, `.5`, `5.` and `1.5E-3` are numbers; spaces, separators, other digits than ASCII's,
  /// hexadecimal, `NaN` and `Infinity` are not. Leading and trailing zeros are not significant. Takes time
  /// linear in the text, however large the exponent.
  ///
  /// Zero may be written with any exponent. (DynamoDB accepts `0.0E126` and refuses `0E126`.)
  ///
  /// - Throws: ``FormatError``, whose message is DynamoDB's.
  public init(parsing text: String) throws(FormatError) {
    try self.init(reading: text.utf8)
  }

  /// Reads a number from the UTF-8 bytes of its text. See ``init(parsing:)-(String)``.
  package init(parsing utf8: some Collection<UInt8>) throws(FormatError) {
    try self.init(reading: utf8)
  }

  /// As the generic one, which a caller in another module could not have specialised.
  package init(parsing utf8: ArraySlice<UInt8>) throws(FormatError) {
    try self.init(reading: utf8)
  }

  private init(reading utf8: some Collection<UInt8>) throws(FormatError) {
    if let integer = Self.shortInteger(utf8) {
      self.init(integer)
      return
    }
    var reader = DecimalReader(utf8.makeIterator())
    guard reader.readAll() else { throw .notANumber(quoting: utf8) }
    self = try reader.number()
  }

  /// The value of a plain integer of up to 18 bytes, the common case: versions, counters, epoch seconds.
  private static func shortInteger(_ utf8: some Collection<UInt8>) -> Int64? {
    guard utf8.count <= 18 else { return nil }
    let isNegative = utf8.first == UInt8(ascii: "-")
    let digits = utf8.dropFirst(isNegative ? 1 : 0)
    guard !digits.isEmpty else { return nil }
    var value: Int64 = 0
    for byte in digits {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int64(digit)
    }
    return isNegative ? -value : value
  }
}

/// One pass over the text of a decimal number, which keeps only what a ``Number`` can hold.
private struct DecimalReader<Bytes: IteratorProtocol<UInt8>> {
  private var bytes: Bytes
  private var current: UInt8?

  private var isNegative = false
  /// The digits from the first to the last that is not zero, as far as they are 38 or fewer.
  private var significand: UInt128 = 0
  /// How many digits there are from the first to the last that is not zero.
  private var significantDigits = 0
  /// The zeros read since: significant only if another digit follows.
  private var zerosSince = 0
  private var fractionDigits = 0
  private var writtenExponent = 0

  init(_ bytes: Bytes) {
    self.bytes = bytes
    self.current = self.bytes.next()
  }

  /// Reads everything, and says whether it was a number.
  mutating func readAll() -> Bool {
    isNegative = readSign()
    let integerDigits = readDigits()
    if skip(UInt8(ascii: ".")) { fractionDigits = readDigits() }
    guard integerDigits + fractionDigits > 0 else { return false }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      guard readExponent() else { return false }
    }
    return current == nil
  }

  /// The number that was read.
  func number() throws(Number.FormatError) -> Number {
    guard significantDigits > 0 else { return .zero }
    let exponent = writtenExponent - fractionDigits + zerosSince
    try Number.check(leadingExponent: exponent + significantDigits - 1, digits: significantDigits)
    return Number(isNegative: isNegative, normalMagnitude: significand, exponent: Int16(exponent))
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    current = bytes.next()
    return true
  }

  private mutating func nextDigit() -> UInt8? {
    guard let byte = current, case let digit = byte &- UInt8(ascii: "0"), digit < 10 else { return nil }
    current = bytes.next()
    return digit
  }

  /// Reads an optional sign, and says whether it was a minus.
  private mutating func readSign() -> Bool {
    if skip(UInt8(ascii: "-")) { return true }
    _ = skip(UInt8(ascii: "+"))
    return false
  }

  /// Reads digits into the significand, and returns how many there were.
  private mutating func readDigits() -> Int {
    var count = 0
    while let digit = nextDigit() {
      count += 1
      if digit != 0 {
        appendSignificant(digit)
      } else if significantDigits > 0 {
        zerosSince += 1
      }
    }
    return count
  }

  private mutating func appendSignificant(_ digit: UInt8) {
    significantDigits += zerosSince + 1
    if significantDigits <= Number.maximumDigits {
      significand = significand * .powerOfTen(zerosSince + 1) + UInt128(digit)
    }
    zerosSince = 0
  }

  private mutating func readExponent() -> Bool {
    // Larger than any text is long, so that no zeros in the significand can bring the number back into range.
    let farOutOfRange = 1_000_000_000_000_000
    let isNegative = readSign()
    var count = 0
    while let digit = nextDigit() {
      count += 1
      if writtenExponent < farOutOfRange { writtenExponent = writtenExponent * 10 + Int(digit) }
    }
    if isNegative { writtenExponent.negate() }
    return count > 0
  }
}
