import DynamoDB
import Testing

@Suite("Sums of numbers")
struct NumberArithmeticTests {
  @Test(
    "A sum that DynamoDB can hold is exact",
    arguments: [
      ("0", "0", "0"), ("0", "-7", "-7"), ("7", "0", "7"), ("1", "1", "2"), ("0.1", "0.2", "0.3"), ("5", "-5", "0"),
      ("95", "5", "100"), ("-3", "1", "-2"), ("3", "-1", "2"),
      ("1", "10000000000000000000000", "10000000000000000000001"),
      ("9223372036854775807", "1", "9223372036854775808"),
      ("99999999999999999999999999999999999999", "1", "1e38"),
      ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999", nil),
      ("1e38", "-1", "99999999999999999999999999999999999999"), ("1e38", "1", nil),
      ("1e38", "-99999999999999999999999999999999999999", "1"),
      ("2e38", "-99999999999999999999999999999999999999", nil),
      ("12345678901234567890123456789012345679e1", "-1e38", "2345678901234567890123456789012345679e1"),
      ("12345678901234567890123456789012345679e1", "-12345678901234567890123456789012345678", nil),
      ("9e38", "-1", nil), ("9e38", "1", nil), ("34e37", "-10000000000000000000000000000000000001", nil),
      ("34e37", "99999999999999999999999999999999999999", nil),
      ("10000000000000000000000000000000000001e1", "-11", "99999999999999999999999999999999999999"),
      ("1e125", "1e-130", nil), ("1e50", "1", nil), ("1e50", "-1", nil), ("9e125", "9e124", "9.9e125"),
    ] as [(String, String, String?)]
  )
  func examples(left: String, right: String, sum: String?) throws {
    let (left, right) = try (Number(parsing: left), Number(parsing: right))
    if let sum {
      #expect(try left.adding(right) == Number(parsing: sum))
      #expect(try right.adding(left) == Number(parsing: sum))
    } else {
      #expect(throws: Number.FormatError.tooManyDigits) { try left.adding(right) }
      #expect(throws: Number.FormatError.tooManyDigits) { try right.adding(left) }
    }
  }

  @Test("A sum beyond the range is refused")
  func range() throws {
    let (large, largest) = try (
      Number(parsing: "9e125"), Number(parsing: "9.9999999999999999999999999999999999999e125")
    )
    #expect(throws: Number.FormatError.overflow) { try large.adding(large) }
    #expect(throws: Number.FormatError.overflow) { try Number(0).subtracting(large).subtracting(large) }
    #expect(throws: Number.FormatError.overflow) { try largest.adding(Number(parsing: "1e88")) }
    let (small, smallest) = try (Number(parsing: "1.1e-130"), Number(parsing: "1e-130"))
    #expect(throws: Number.FormatError.underflow) { try small.subtracting(smallest) }
    #expect(try small.subtracting(small) == 0)
  }

  @Test("Sums and differences agree with the schoolbook", arguments: UInt64(0)..<32)
  func agreement(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let left = NumberSample.random(using: &generator)
      let right = left.partner(using: &generator)
      try expect(left.number.adding, right, toGive: left.oracle + right.oracle, "\(left) + \(right)")
      try expect(left.number.subtracting, right, toGive: left.oracle - right.oracle, "\(left) - \(right)")
    }
  }

  private func expect(
    _ operation: (Number) throws(Number.FormatError) -> Number,
    _ operand: NumberSample,
    toGive expected: SchoolbookDecimal,
    _ input: Comment
  ) throws {
    let operand = try operand.number
    do throws(Number.FormatError) {
      let result = try operation(operand)
      #expect(expected.refusals.isEmpty && result.description == expected.text, input)
      #expect((try? Number(parsing: expected.text)) == result, input)
    } catch {
      #expect(expected.refusals.contains(error), input)
    }
  }

  @Test("Adding and then subtracting gives the number back", arguments: UInt64(0)..<8)
  func inverse(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let sample = NumberSample.random(using: &generator)
      let (left, right) = try (sample.number, sample.partner(using: &generator).number)
      guard let sum = try? left.adding(right) else { continue }
      #expect(try sum.subtracting(right) == left, "\(left) \(right)")
      #expect(try right.adding(left) == sum, "\(left) \(right)")
    }
  }
}
