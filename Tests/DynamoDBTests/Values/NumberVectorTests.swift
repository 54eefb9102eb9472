import DynamoDB
import Testing

@Suite("Numbers against Python's decimal")
struct NumberVectorTests {
  static let vectors = numberVectors.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

  @Test("The vectors are all there")
  func count() {
    #expect(Self.vectors.count == 2000)
  }

  @Test("Text is read to the same value or refused for the same reason")
  func reading() throws {
    for vector in Self.vectors where vector[0] == "N" {
      let outcome = Self.outcome { () throws(Number.FormatError) in try Number(parsing: vector[1]) }
      #expect(outcome == vector[2], "\(vector)")
    }
  }

  @Test("Sums, differences and comparisons are the same")
  func arithmetic() throws {
    for vector in Self.vectors where vector[0] != "N" {
      let (left, right) = try (Number(parsing: vector[1]), Number(parsing: vector[2]))
      let outcome =
        switch vector[0] {
        case "+": Self.outcome { () throws(Number.FormatError) in try left.adding(right) }
        case "-": Self.outcome { () throws(Number.FormatError) in try left.subtracting(right) }
        default: left < right ? "<" : left == right ? "=" : ">"
        }
      #expect(outcome == vector[3], "\(vector)")
    }
  }

  /// The value in the vectors' scientific notation, or the name of the error.
  private static func outcome(_ operation: () throws(Number.FormatError) -> Number) -> String {
    do throws(Number.FormatError) {
      return scientific(try operation().description)
    } catch {
      return switch error {
      case .notANumber: "not-a-number"
      case .overflow: "overflow"
      case .underflow: "underflow"
      case .tooManyDigits: "digits"
      }
    }
  }

  /// `-0.00120` as `-12e-4`: the digits and the power of ten of the last.
  private static func scientific(_ plain: String) -> String {
    let sign = plain.hasPrefix("-") ? "-" : ""
    let parts = plain.dropFirst(sign.count).split(separator: ".")
    let fraction = parts.count == 2 ? parts[1] : ""
    var digits = String((parts[0] + fraction).drop { $0 == "0" })
    var exponent = -fraction.count
    while digits.hasSuffix("0") {
      digits.removeLast()
      exponent += 1
    }
    return digits.isEmpty ? "0" : "\(sign)\(digits)e\(exponent)"
  }
}
