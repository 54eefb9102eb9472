import DynamoDB

/// An exact decimal as a row of digits at fixed places, with the arithmetic of school: slow, obviously right,
/// and without a line in common with ``Number``.
struct SchoolbookDecimal {
  /// From 10^-200 up to 10^199: wide enough for the sum of any two numbers of DynamoDB.
  private static let lowestPlace = -200
  private static let places = 400

  private(set) var isNegative: Bool
  /// The digit at each place, the lowest first.
  private(set) var digits = [Int](repeating: 0, count: places)

  init(isNegative: Bool, significand: String, exponent: Int) {
    self.isNegative = isNegative
    for (offset, character) in significand.reversed().enumerated() {
      digits[exponent + offset - Self.lowestPlace] = character.wholeNumberValue ?? 0
    }
  }

  var negated: SchoolbookDecimal {
    var copy = self
    copy.isNegative.toggle()
    return copy
  }

  static func + (left: SchoolbookDecimal, right: SchoolbookDecimal) -> SchoolbookDecimal {
    if left.isNegative != right.isNegative {
      let (larger, smaller) = left.isMagnitudeLess(than: right) ? (right, left) : (left, right)
      return larger.combining(smaller) { $0 - $1 }
    }
    return left.combining(right) { $0 + $1 }
  }

  static func - (left: SchoolbookDecimal, right: SchoolbookDecimal) -> SchoolbookDecimal { left + right.negated }

  static func < (left: SchoolbookDecimal, right: SchoolbookDecimal) -> Bool {
    let difference = left - right
    return difference.isNegative && !difference.isZero
  }

  private func isMagnitudeLess(than other: SchoolbookDecimal) -> Bool {
    digits.reversed().lexicographicallyPrecedes(other.digits.reversed())
  }

  /// Column by column from the right, carrying or borrowing.
  private func combining(_ other: SchoolbookDecimal, _ column: (Int, Int) -> Int) -> SchoolbookDecimal {
    var result = self
    var carry = 0
    for place in 0..<Self.places {
      let sum = column(digits[place], other.digits[place]) + carry
      result.digits[place] = (sum + 10) % 10
      carry = (sum + 10) / 10 - 1
    }
    precondition(carry == 0)
    return result
  }

  var isZero: Bool { digits.allSatisfy { $0 == 0 } }

  /// Every reason for which DynamoDB cannot hold the value.
  var refusals: Set<Number.FormatError> {
    guard let last = digits.firstIndex(where: { $0 != 0 }), let first = digits.lastIndex(where: { $0 != 0 })
    else { return [] }
    var refusals: Set<Number.FormatError> = []
    if first + Self.lowestPlace > 125 { refusals.insert(.overflow) }
    if first + Self.lowestPlace < -130 { refusals.insert(.underflow) }
    if first - last + 1 > 38 { refusals.insert(.tooManyDigits) }
    return refusals
  }

  /// Plain decimal text in the normal form.
  var text: String {
    if isZero { return "0" }
    let point = -Self.lowestPlace
    let integer = digits[point...].reversed().drop { $0 == 0 }.map(String.init).joined()
    let fraction = String(
      digits[..<point].drop { $0 == 0 }.reversed().map(String.init).joined()
    )
    return (isNegative ? "-" : "") + (integer.isEmpty ? "0" : integer) + (fraction.isEmpty ? "" : "." + fraction)
  }
}
