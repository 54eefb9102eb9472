package import DynamoDB

extension Timestamp {
  /// Reads a moment such as `2026-11-23T21:09:00Z`, `2026-11-23T21:09:00.250+01:00` or `20261123T210900Z`; one without
  /// an offset is in UTC.
  ///
  /// Source: ISO 8601-1, "Combined date and time of day"; RFC 3339.
  package init?(iso8601 text: String) {
    var reader = DateReader(text)
    guard let year = reader.number(digits: 4) else { return nil }
    let isExtended = reader.skip("-")
    guard let month = reader.number(digits: 2), (1...12).contains(month), reader.skip("-") == isExtended,
      let day = reader.number(digits: 2), (1...CivilDate(year: year, month: month, day: 1).daysInMonth).contains(day),
      reader.skip("T") || reader.skip("t") || reader.skip(" "),
      let hour = reader.number(digits: 2), (0...23).contains(hour), reader.skip(":") == isExtended,
      let minute = reader.number(digits: 2), (0...59).contains(minute), reader.skip(":") == isExtended,
      let second = reader.number(digits: 2), (0...60).contains(second), let fraction = reader.fraction(),
      let offset = reader.offset(), reader.isAtEnd
    else {
      return nil
    }
    let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
    self.init(sinceEpoch: .seconds(seconds) + fraction)
  }
}

private struct DateReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(digits: Int) -> Int64? {
    let text = rest.prefix(digits)
    guard text.count == digits, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    rest.removeFirst(digits)
    return Int64(String(Substring(text)))
  }

  /// Nothing is no fraction; digits beyond the nanosecond are passed over.
  mutating func fraction() -> Duration? {
    guard skip(".") || skip(",") else { return .zero }
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard !digits.isEmpty else { return nil }
    rest.removeFirst(digits.count)
    var nanoseconds: Int64 = 0
    var unit: Int64 = 100_000_000
    for digit in digits {
      nanoseconds += Int64(digit - 0x30) * unit
      unit /= 10
    }
    return .nanoseconds(nanoseconds)
  }

  /// Seconds east of Greenwich.
  mutating func offset() -> Int64? {
    if isAtEnd || skip("Z") || skip("z") { return 0 }
    let isWest = skip("-")
    guard isWest || skip("+"), let hours = number(digits: 2), hours <= 23 else { return nil }
    _ = skip(":")
    let minutes = isAtEnd ? 0 : number(digits: 2)
    guard let minutes, minutes <= 59 else { return nil }
    return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
  }
}
