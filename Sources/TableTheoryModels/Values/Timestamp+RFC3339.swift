public import DynamoDB

extension Timestamp {
  /// RFC 3339 in UTC with nine digits of fraction, always: `2026-11-24T10:00:00.000000000Z`. Texts sort as the moments do.
  ///
  /// Source: TableTheory's DMS v0.1, `rfc3339nano`.
  public var nanosecondText: String {
    let seconds = secondsRoundedDown
    let (day, second) = CivilDate.divide(seconds, by: 86_400)
    let date = CivilDate(daysSinceEpoch: day)
    let nanoseconds = (self - Timestamp(seconds: seconds)).components.attoseconds / 1_000_000_000
    var bytes: [UInt8] = []
    bytes.reserveCapacity(30)
    bytes.appendDigits(date.year, 4)
    bytes.append(UInt8(ascii: "-"))
    bytes.appendDigits(date.month, 2)
    bytes.append(UInt8(ascii: "-"))
    bytes.appendDigits(date.day, 2)
    bytes.append(UInt8(ascii: "T"))
    bytes.appendDigits(second / 3600, 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendDigits(second / 60 % 60, 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendDigits(second % 60, 2)
    bytes.append(UInt8(ascii: "."))
    bytes.appendDigits(nanoseconds, 9)
    bytes.append(UInt8(ascii: "Z"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads what RFC 3339 allows: any number of digits of fraction, of which nine count, and any offset.
  ///
  /// - Returns: `nil` for anything else, a day that no month has included.
  public init?(rfc3339 text: String) {
    var rest = text.utf8[...]
    func digits(_ count: Int) -> Int64? {
      guard rest.count >= count, rest.prefix(count).allSatisfy(\.isDigit) else { return nil }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count).reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }
    func sign(_ signs: Character...) -> Character? {
      guard let first = rest.first, let sign = signs.first(where: { $0.asciiValue == first }) else { return nil }
      rest = rest.dropFirst()
      return sign
    }
    guard let year = digits(4), sign("-") != nil, let month = digits(2), sign("-") != nil, let day = digits(2),
      sign("T", "t", " ") != nil, let hour = digits(2), sign(":") != nil, let minute = digits(2), sign(":") != nil,
      let second = digits(2)
    else { return nil }
    var nanoseconds: Int64 = 0
    if sign(".") != nil {
      let fraction = rest.prefix(while: \.isDigit)
      guard !fraction.isEmpty else { return nil }
      for index in 0..<9 {
        let digit = fraction.dropFirst(index).first ?? UInt8(ascii: "0")
        nanoseconds = nanoseconds * 10 + Int64(digit - UInt8(ascii: "0"))
      }
      rest = rest.dropFirst(fraction.count)
    }
    var offset: Int64 = 0
    switch sign("Z", "z", "+", "-") {
    case "Z", "z": break
    case let direction?:
      guard let hours = digits(2), sign(":") != nil, let minutes = digits(2), hours < 24, minutes < 60 else {
        return nil
      }
      offset = (hours * 3600 + minutes * 60) * (direction == "-" ? -1 : 1)
    case nil: return nil
    }
    let date = CivilDate(year: year, month: month, day: day)
    // A leap second, 60, is the next minute's first.
    guard rest.isEmpty, (1...12).contains(month), (1...date.daysInMonth).contains(day), hour < 24, minute < 60,
      second <= 60
    else { return nil }
    let seconds = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second - offset
    self.init(sinceEpoch: .seconds(seconds) + .nanoseconds(nanoseconds))
  }
}

extension [UInt8] {
  fileprivate mutating func appendDigits(_ value: Int64, _ width: Int) {
    let text = String(value).utf8
    for _ in 0..<Swift.max(0, width - text.count) { append(UInt8(ascii: "0")) }
    append(contentsOf: text)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
