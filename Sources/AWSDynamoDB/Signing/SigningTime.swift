internal import DynamoDB

/// A moment as Signature Version 4 writes it: ISO 8601's basic format, UTC, whole seconds.
struct SigningTime: Hashable, Sendable {
  /// `20150830`.
  let day: String
  /// `20150830T123600Z`.
  let stamp: String

  init(_ moment: Timestamp) {
    let secondsOfDay: Int64 = 86_400
    var (days, seconds) = moment.secondsRoundedDown.quotientAndRemainder(dividingBy: secondsOfDay)
    if seconds < 0 {
      seconds += secondsOfDay
      days -= 1
    }
    let (year, month, dayOfMonth) = Self.civilDate(daysSinceEpoch: days)
    let day = Self.digits(year, 4) + Self.digits(month, 2) + Self.digits(dayOfMonth, 2)
    self.day = day
    stamp =
      day + "T" + Self.digits(seconds / 3600, 2) + Self.digits(seconds / 60 % 60, 2) + Self.digits(seconds % 60, 2)
      + "Z"
  }

  /// The proleptic Gregorian date, counted in years that begin in March, so that a leap day ends its year.
  ///
  /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
  private static func civilDate(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let daysOfEra: Int64 = 146_097
    let shifted = daysSinceEpoch + 719_468
    let era = (shifted >= 0 ? shifted : shifted - (daysOfEra - 1)) / daysOfEra
    let dayOfEra = shifted - era * daysOfEra
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func digits(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}
