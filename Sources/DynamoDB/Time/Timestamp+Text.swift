extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC, with milliseconds where there are any: `2026-11-23T21:09:00Z`.
  public var description: String {
    let seconds = secondsRoundedDown
    let (day, second) = CivilDate.divide(seconds, by: 86_400)
    let date = CivilDate(daysSinceEpoch: day)
    let clock = [second / 3600, second / 60 % 60, second % 60].map(Self.twoDigits).joined(separator: ":")
    let milliseconds = (self - Timestamp(seconds: seconds)).components.attoseconds / 1_000_000_000_000_000
    let fraction = milliseconds == 0 ? "" : "." + String(1000 + milliseconds).dropFirst()
    return "\(date.year)-\(Self.twoDigits(date.month))-\(Self.twoDigits(date.day))T\(clock)\(fraction)Z"
  }

  private static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
