import DynamoDB
import Testing

@Suite("Writing a number")
struct NumberTextTests {
  @Test("Text is the normal form, and reading it gives the number back", arguments: UInt64(0)..<8)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<1000 {
      let sample = NumberSample.random(using: &generator)
      let number = try sample.number
      #expect(number.description == sample.oracle.text, "\(sample)")
      let again = try Number(parsing: number.description)
      #expect(again == number && again.hashValue == number.hashValue, "\(sample)")
    }
  }

  @Test("Every way to write a value gives the same number", arguments: UInt64(0)..<4)
  func spellings(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let sample = NumberSample.random(using: &generator)
      let number = try sample.number
      let zeros = Int.random(in: 0...60, using: &generator)
      let moved = String(repeating: "0", count: zeros)
      let sign = sample.isNegative ? "-" : "+"
      for text in [
        "\(sign)\(moved)\(sample.significand)e\(sample.exponent)",
        "\(sign)\(sample.significand)\(moved)E\(sample.exponent - zeros)",
        "\(sign)\(sample.significand).\(moved)E+0\(max(sample.exponent, 0))",
        "\(sign).\(moved)\(sample.significand)e\(sample.exponent + zeros + sample.significand.count)",
      ] where sample.exponent >= 0 || !text.contains("E+0") {
        #expect(try Number(parsing: text) == number, "\(text)")
      }
    }
  }

  @Test("The bytes appended are those of the text, after what was there", arguments: UInt64(0)..<4)
  func bytes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let sample = NumberSample.random(using: &generator)
      let number = try sample.number
      var bytes = Array("N:".utf8)
      number.write(to: &bytes)
      #expect(bytes == Array("N:\(number)".utf8), "\(sample)")
    }
    var zero: [UInt8] = []
    Number(0).write(to: &zero)
    #expect(zero == Array("0".utf8))
  }

  @Test(
    "Integers go in and come out unchanged",
    arguments: [0, 1, -1, 10, -10, 1_732_400_000, 1_000_000_000_000_000_000, .max, .min, .max - 7, .min + 8]
      as [Int64]
  )
  func integers(value: Int64) throws {
    #expect(Number(value).int64 == value)
    #expect(Number(value).description == String(value))
    #expect(try Number(parsing: String(value)) == Number(value))
  }

  @Test("Random integers go in and come out unchanged")
  func randomIntegers() throws {
    var generator = SeededGenerator(seed: 64)
    for _ in 0..<5000 {
      let value = Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0...63, using: &generator)
      #expect(Number(value).int64 == value)
      #expect(Number(value).description == String(value))
      #expect(try Number(parsing: String(value)) == Number(value))
    }
  }

  @Test(
    "A number with a fraction or beyond Int64 is no Int64",
    arguments: ["0.5", "-1.5", "9223372036854775808", "-9223372036854775809", "1e19", "92233720368547758070", "1e125"]
  )
  func notAnInteger(text: String) throws {
    #expect(try Number(parsing: text).int64 == nil)
  }

  @Test(
    "The size is one byte, one for each aligned pair of digits and one for a minus, at most 21",
    arguments: [
      ("0", 1), ("1", 2), ("10", 2), ("12", 2), ("100", 2), ("110", 3), ("123", 3), ("1234", 3), ("12345", 4),
      ("1.2", 3), ("0.1", 2), ("0.12", 2), ("0.01", 2), ("0.012", 3), ("-1", 3), ("-12", 3), ("-123", 4),
      ("1e125", 2), ("1e-130", 2), ("1732400000", 4), ("1732412345", 6),
      ("12345678901234567890123456789012345678", 20), ("-12345678901234567890123456789012345678", 21),
      ("1.2345678901234567890123456789012345678", 21), ("-1.2345678901234567890123456789012345678", 21),
    ]
  )
  func size(text: String, size: Int) throws {
    #expect(try Number(parsing: text).size == size)
  }
}
