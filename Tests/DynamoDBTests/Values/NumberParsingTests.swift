import DynamoDB
import Testing

@Suite("Reading a number")
struct NumberParsingTests {
  static let thirtyEight = String(repeating: "9", count: 38)

  @Test(
    "What DynamoDB accepts is read, and returned in its normal form",
    arguments: [
      ("0", "0"), ("-0", "0"), ("+0", "0"), ("-0.0", "0"), ("00", "0"), ("0.", "0"), (".0", "0"),
      ("0e5", "0"), ("0E-5", "0"), ("0.0e126", "0"), ("0E999999999", "0"), ("-0e-999999999", "0"),
      ("1", "1"), ("-5", "-5"), ("+5", "5"), ("007", "7"), ("-007", "-7"), ("10", "10"), ("1000", "1000"),
      (".5", "0.5"), ("-.5", "-0.5"), ("+.5", "0.5"), ("5.", "5"), ("001.230", "1.23"), ("0.10", "0.1"),
      ("1e3", "1000"), ("1E+3", "1000"), ("1.5e2", "150"), ("1.e1", "10"), (".1e1", "1"), ("1e0", "1"),
      ("1e-3", "0.001"), ("123e-2", "1.23"), ("1.0e-1", "0.1"), ("1.0e3", "1000"), ("1e00000000000003", "1000"),
      ("9.9e10", "99000000000"), ("1e-20", "0.00000000000000000001"), ("-273.15", "-273.15"),
      ("1732400000", "1732400000"), ("999999999999999999", "999999999999999999"),
      ("-99999999999999999", "-99999999999999999"), ("1000000000000000000", "1000000000000000000"),
      ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
      ("9223372036854775808", "9223372036854775808"), ("18446744073709551616", "18446744073709551616"),
    ]
  )
  func accepted(text: String, normal: String) throws {
    #expect(try Number(parsing: text).description == normal)
    #expect(try Number(parsing: Array("[\(text)]".utf8)[1...].dropLast()).description == normal)
  }

  @Test(
    "What is not a decimal number is refused with the text that was sent",
    arguments: [
      "", " ", "-", "+", ".", "-.", "e", "e5", ".e5", "-e5", "+e2", "1e", "1e+", "1e-", "1e1.5", "1e1e1", "1.2.3",
      "..1", "--1", "++5", "+-1", "1-", "1+2", " 1", "1 ", "1\n", "1\u{0}", "\u{0}", "1_000", "1,000", "1,5", "0x10",
      "1f", "NaN", "-NaN", "Infinity", "-Infinity", "inf", "dog", "true", "½", "٣", "１２", "²", "1\u{301}", "−1", "1E５",
    ]
  )
  func notANumber(text: String) {
    let error = #expect(throws: Number.FormatError.self) { try Number(parsing: text) }
    #expect(error == .notANumber(text))
    #expect(error?.message == "The parameter cannot be converted to a numeric value: \(text)")
  }

  @Test("The largest magnitude fits, the next power of ten overflows", arguments: ["", "-"])
  func overflow(sign: String) throws {
    let largest = sign + "9." + String(repeating: "9", count: 37) + "E+125"
    #expect(try Number(parsing: largest).description == sign + Self.thirtyEight + String(repeating: "0", count: 88))
    #expect(try Number(parsing: sign + "0.1e126").description == sign + "1" + String(repeating: "0", count: 125))
    for text in ["1E126", "1E+126", "11e125", "0.01e128", "1" + String(repeating: "0", count: 126), "1e2147483648"] {
      #expect(throws: Number.FormatError.overflow, "\(sign)\(text)") { try Number(parsing: sign + text) }
    }
    #expect(
      Number.FormatError.overflow.message
        == "Number overflow. Attempting to store a number with magnitude larger than supported range")
  }

  @Test("The smallest magnitude fits, anything nearer to zero underflows", arguments: ["", "-"])
  func underflow(sign: String) throws {
    #expect(try Number(parsing: sign + "1E-130").description == sign + "0." + String(repeating: "0", count: 129) + "1")
    #expect(try Number(parsing: sign + "10e-131") == Number(parsing: sign + "1E-130"))
    let longest = try Number(parsing: sign + "1." + String(repeating: "1", count: 37) + "e-130")
    #expect(longest.description.count == sign.count + 169)
    for text in ["1E-131", "0.9e-130", "0.1e-130", "1e-2147483649", "0." + String(repeating: "0", count: 130) + "1"] {
      #expect(throws: Number.FormatError.underflow, "\(sign)\(text)") { try Number(parsing: sign + text) }
    }
    #expect(
      Number.FormatError.underflow.message
        == "Number underflow. Attempting to store a number with magnitude smaller than supported range")
  }

  @Test(
    "Thirty-eight significant digits fit and thirty-nine do not, wherever the point is",
    arguments: ["", "-"], 0...38
  )
  func digits(sign: String, point: Int) throws {
    let digits = "12345678901234567890123456789012345678"
    func text(_ digits: String) -> String { sign + digits.prefix(point) + "." + digits.dropFirst(point) }
    #expect(throws: Never.self) { try Number(parsing: text(digits)) }
    #expect(throws: Number.FormatError.tooManyDigits) { try Number(parsing: text(digits + "9")) }
    #expect(try Number(parsing: text(digits + "0")) == Number(parsing: text(digits)))
    #expect(try Number(parsing: sign + "0000" + digits) == Number(parsing: sign + digits))
    #expect(
      Number.FormatError.tooManyDigits.message == "Attempting to store more than 38 significant digits in a Number")
  }

  @Test("The range is checked before the digits, as DynamoDB does")
  func precedence() {
    let digits = Self.thirtyEight + "9"
    #expect(throws: Number.FormatError.overflow) { try Number(parsing: digits + "e125") }
    #expect(throws: Number.FormatError.underflow) { try Number(parsing: digits + "e-200") }
    #expect(throws: Number.FormatError.tooManyDigits) { try Number(parsing: digits + "e87") }
  }

  @Test("Huge texts are read to the end, and answered exactly")
  func huge() throws {
    let zeros = String(repeating: "0", count: 100_000)
    #expect(try Number(parsing: zeros + "7") == 7)
    #expect(try Number(parsing: "7." + zeros) == 7)
    #expect(try Number(parsing: "7" + zeros + "e-100000") == 7)
    #expect(try Number(parsing: "0." + zeros + "7e100001") == 7)
    #expect(try Number(parsing: "7e" + zeros) == 7)
    #expect(try Number(parsing: "7e-" + zeros + "1") == Number(parsing: "0.7"))
    #expect(try Number(parsing: "0e1" + zeros) == 0)
    #expect(throws: Number.FormatError.overflow) { try Number(parsing: "7" + zeros) }
    #expect(throws: Number.FormatError.overflow) { try Number(parsing: "1e1" + zeros) }
    #expect(throws: Number.FormatError.underflow) { try Number(parsing: "1e-1" + zeros) }
    #expect(throws: Number.FormatError.underflow) { try Number(parsing: "0." + zeros + "7") }
    let sevens = String(repeating: "7", count: 100_000)
    #expect(throws: Number.FormatError.tooManyDigits) { try Number(parsing: "0." + sevens) }
    #expect(throws: Number.FormatError.overflow) { try Number(parsing: sevens) }
    #expect(throws: Number.FormatError.tooManyDigits) { try Number(parsing: "1" + zeros + "1e-100000") }
  }

  @Test("An error keeps no more than 256 bytes of a text that is not a number")
  func longRefusal() {
    let text = String(repeating: "x", count: 100_000)
    #expect(throws: Number.FormatError.notANumber(String(repeating: "x", count: 256))) { try Number(parsing: text) }
  }

  @Test("Any bytes are either a number or refused, as the grammar says", arguments: UInt64(0)..<8)
  func randomBytes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("0000123456789999....++--eE \u{ff}x".utf8)
    let grammar = /[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?/.matchingSemantics(.unicodeScalar)
    for _ in 0..<4000 {
      let count = Int.random(in: 0...Int.random(in: 0...60, using: &generator), using: &generator)
      let anyByte = Int.random(in: 0..<4, using: &generator) == 0
      let bytes = (0..<count).map { _ in
        anyByte ? UInt8.random(in: .min ... .max, using: &generator) : alphabet.randomElement(using: &generator)!
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let isNumber = text.wholeMatch(of: grammar) != nil
      do throws(Number.FormatError) {
        let number = try Number(parsing: bytes)
        #expect(isNumber, "\(bytes)")
        #expect(number == (try? Number(parsing: number.description)), "\(bytes)")
      } catch {
        if case .notANumber = error { #expect(!isNumber, "\(bytes)") } else { #expect(isNumber, "\(bytes)") }
      }
    }
  }
}
