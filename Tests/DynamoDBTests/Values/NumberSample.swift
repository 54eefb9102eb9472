import DynamoDB

/// A number to test with, as its parts, so that text, ``Number`` and oracle can each be made from them.
struct NumberSample: CustomStringConvertible {
  var isNegative: Bool
  var significand: String
  var exponent: Int

  /// Scientific notation.
  var description: String { "\(isNegative ? "-" : "")\(significand)E\(exponent)" }

  var number: Number {
    get throws { try Number(parsing: description) }
  }

  var oracle: SchoolbookDecimal {
    SchoolbookDecimal(isNegative: isNegative, significand: significand, exponent: exponent)
  }

  /// A number that DynamoDB can hold, where mistakes hide: at the limits of length and range, in runs of
  /// nines and zeros, and among few exponents so that two of them often meet.
  static func random(using generator: inout SeededGenerator) -> NumberSample {
    let anyLength = Int.random(in: 1...38, using: &generator)
    let length = [anyLength, anyLength, anyLength, 1, 2, 37, 38].randomElement(using: &generator)!
    let alphabet = ["0123456789", "09", "9", "0001", "019"].randomElement(using: &generator)!
    var significand = ""
    for _ in 0..<length { significand.append(alphabet.randomElement(using: &generator)!) }
    let range = -167...(126 - length)
    let around = [-167, -130 - length + 1, -40, -1, 0, 1, 40, 126 - length].randomElement(using: &generator)!
    let near = around + Int.random(in: -3...3, using: &generator)
    let anywhere = Int.random(in: range, using: &generator)
    let exponent = Bool.random(using: &generator) ? min(max(near, range.lowerBound), range.upperBound) : anywhere
    let sample = NumberSample(isNegative: .random(using: &generator), significand: significand, exponent: exponent)
    return sample.oracle.refusals.isEmpty ? sample : random(using: &generator)
  }

  /// A number to add to this one or to compare it with: often its neighbour, its opposite or far away.
  func partner(using generator: inout SeededGenerator) -> NumberSample {
    var partner = self
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return .random(using: &generator)
    case 1:
      partner.exponent += Int.random(in: -40...40, using: &generator)
    case 2:
      let index = partner.significand.indices.randomElement(using: &generator)!
      partner.significand.replaceSubrange(index...index, with: "\(Int.random(in: 0...9, using: &generator))")
    case 3:
      partner.significand.removeLast(Int.random(in: 0..<significand.count, using: &generator))
      partner.exponent += significand.count - partner.significand.count
    case 4:
      partner = .random(using: &generator)
      partner.exponent = exponent + Int.random(in: -39...39, using: &generator)
    default:
      partner = NumberSample(isNegative: isNegative, significand: "1", exponent: exponent)
    }
    if Bool.random(using: &generator) { partner.isNegative.toggle() }
    let inWindow = (-167...125).contains(partner.exponent)
    return inWindow && partner.oracle.refusals.isEmpty ? partner : self.partner(using: &generator)
  }
}
