package import DynamoDB

/// A moment as Signature Version 4 writes it: ISO 8601's basic format, UTC, whole seconds.
package struct SigningTime: Hashable, Sendable {
  /// `20150830`.
  package let day: String
  /// `20150830T123600Z`.
  package let stamp: String

  package init(_ moment: Timestamp) {
    let (days, seconds) = CivilDate.divide(moment.secondsRoundedDown, by: 86_400)
    let date = CivilDate(daysSinceEpoch: days)
    let day = Self.digits(date.year, 4) + Self.digits(date.month, 2) + Self.digits(date.day, 2)
    self.day = day
    stamp =
      day + "T" + Self.digits(seconds / 3600, 2) + Self.digits(seconds / 60 % 60, 2) + Self.digits(seconds % 60, 2)
      + "Z"
  }

  private static func digits(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}
