extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC, with milliseconds where there are any: `2026-11-23T21:09:00Z`.
  public var description: String {
    let seconds = secondsRoundedDown
    let (day, second) = Self.divide(seconds, by: 86_400)
    let (year, month, dayOfMonth) = Self.date(ofDay: day)
    let clock = [second / 3600, second / 60 % 60, second % 60].map(Self.twoDigits).joined(separator: ":")
    let milliseconds = (self - Timestamp(seconds: seconds)).components.attoseconds / 1_000_000_000_000_000
    let fraction = milliseconds == 0 ? "" : "." + String(1000 + milliseconds).dropFirst()
    return "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(dayOfMonth))T\(clock)\(fraction)Z"
  }

  /// The Gregorian date of a day counted from 1970-01-01.
  ///
  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`: years begin in March, so
  /// that the leap day is their last.
  private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = divide(day + 719_468, by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func divide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let remainder = value % divisor
    return remainder < 0 ? (value / divisor - 1, remainder + divisor) : (value / divisor, remainder)
  }

  private static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
