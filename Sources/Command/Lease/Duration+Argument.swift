import ArgumentParser

extension Duration {
  /// A duration as it is written on the command line: `500ms`, `10s`, `5m`, `1h30m`, `2d`.
  ///
  /// - Throws: `ValidationError` for anything else; a number without a unit is refused rather than guessed.
  init(argument text: String) throws {
    var total = Duration.zero
    var rest = text[...]
    repeat {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let unit = rest[digits.endIndex...].prefix { $0.isLetter }
      // Nothing here lasts longer than a few years.
      guard digits.count <= 12, let count = Int64(digits), let length = Self.units[String(unit)] else {
        throw ValidationError("a duration is written like 500ms, 10s, 5m, 1h30m or 2d")
      }
      total += length * count
      rest = rest[unit.endIndex...]
    } while !rest.isEmpty
    self = total
  }

  private static let units: [String: Duration] = [
    "ms": .milliseconds(1), "s": .seconds(1), "m": .seconds(60), "h": .seconds(3600), "d": .seconds(86_400),
  ]

  /// For people: `350 ms`, `8.2 s`, `12 min`, `3.5 h`, `2.0 d`.
  var spoken: String {
    let seconds = self / .seconds(1)
    return switch seconds {
    case ..<120: short
    case ..<7200: "\(Int64((seconds / 60).rounded())) min"
    case ..<172_800: Self.fixed(seconds / 3600, digits: 1) + " h"
    default: Self.fixed(seconds / 86_400, digits: 1) + " d"
    }
  }
}
