package import DynamoDB

extension SigningTime {
  /// The moment that a stamp names: `20150830T123600Z`; `nil` for any other text.
  package static func moment(ofStamp stamp: String) -> Timestamp? {
    let digits = Array(stamp.utf8)
    guard digits.count == 16, digits[8] == UInt8(ascii: "T"), digits[15] == UInt8(ascii: "Z"),
      let year = number(digits[0..<4]), let month = number(digits[4..<6]), let day = number(digits[6..<8]),
      let hour = number(digits[9..<11]), let minute = number(digits[11..<13]), let second = number(digits[13..<15]),
      (1...12).contains(month), hour < 24, minute < 60, second < 60
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    guard day >= 1, day <= date.daysInMonth else { return nil }
    return Timestamp(seconds: date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
