package import DynamoDB

/// A moment as HTTP writes it, in whole seconds: `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Source: RFC 9110, 5.6.7.
package enum HTTPDate {
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// The form that is sent, IMF-fixdate; a fraction of a second is cut off.
  package static func text(of moment: Timestamp) -> String {
    let (day, second) = CivilDate.divide(moment.secondsRoundedDown, by: 86_400)
    let date = CivilDate(daysSinceEpoch: day)
    // 1970-01-01 was a Thursday.
    let weekday = weekdays[Int(CivilDate.divide(day, by: 7).remainder)]
    let clock = [second / 3600, second / 60 % 60, second % 60].map { digits($0, 2) }.joined(separator: ":")
    return "\(weekday), \(digits(date.day, 2)) \(months[Int(date.month) - 1]) \(digits(date.year, 4)) \(clock) GMT"
  }

  /// Reads all three forms that a recipient must know.
  ///
  /// - Parameter now: what a year of two digits is near to.
  /// - Returns: `nil` for what is none of the three; the name of the weekday is not looked at.
  package static func moment(_ text: String, now: Timestamp) -> Timestamp? {
    let words = text.utf8.split { $0 == 0x20 || $0 == UInt8(ascii: ",") }.map { String(Substring($0)) }
    switch words.count {
    // Sun, 06 Nov 1994 08:49:37 GMT
    case 6 where isGMT(words[5]):
      guard words[1].utf8.count == 2, words[3].utf8.count == 4, let year = number(words[3]) else { return nil }
      return moment(year: year, month: words[2], day: words[1], clock: words[4])
    // Sunday, 06-Nov-94 08:49:37 GMT
    case 4 where isGMT(words[3]):
      let date = words[1].utf8.split(separator: UInt8(ascii: "-")).map { String(Substring($0)) }
      guard date.count == 3, date[0].utf8.count == 2, date[2].utf8.count == 2, let year = number(date[2]) else {
        return nil
      }
      return moment(year: full(year, near: now), month: date[1], day: date[0], clock: words[2])
    // Sun Nov  6 08:49:37 1994
    case 5:
      guard words[4].utf8.count == 4, let year = number(words[4]) else { return nil }
      return moment(year: year, month: words[1], day: words[2], clock: words[3])
    default: return nil
    }
  }

  private static func moment(year: Int64, month: String, day: String, clock: String) -> Timestamp? {
    guard let month = months.firstIndex(of: month), let day = number(day) else { return nil }
    let date = CivilDate(year: year, month: Int64(month) + 1, day: day)
    let parts = clock.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.count == 2 ? number(String(Substring($0))) : nil }
    guard day >= 1, day <= date.daysInMonth, parts.count == 3, numbers.count == 3, numbers[0] < 24, numbers[1] < 60,
      numbers[2] <= 60
    else { return nil }
    return Timestamp(seconds: date.daysSinceEpoch * 86_400 + numbers[0] * 3600 + numbers[1] * 60 + numbers[2])
  }

  /// A year that would be more than fifty years ahead is the last one with the same digits.
  private static func full(_ year: Int64, near now: Timestamp) -> Int64 {
    let current = CivilDate(daysSinceEpoch: CivilDate.divide(now.secondsRoundedDown, by: 86_400).quotient).year
    let full = current - current % 100 + year
    if full > current + 50 { return full - 100 }
    return full < current - 50 ? full + 100 : full
  }

  private static func isGMT(_ word: String) -> Bool { word == "GMT" }

  private static func number(_ text: String) -> Int64? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
  }

  private static func digits(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}
