import DynamoDB
import Testing

@Suite("Order of numbers")
struct NumberOrderTests {
  /// Ascending, and each next to what it could be confused with.
  static let ascending = [
    "-9.9999999999999999999999999999999999999e125", "-1e125", "-1e20", "-100000000000000000001e-1", "-100", "-99.5",
    "-12", "-11.9", "-1.2", "-1.1", "-1", "-0.12", "-0.1", "-0.01", "-1.1e-130", "-1e-130",
    "0",
    "1e-130", "1.1e-130", "0.01", "0.09", "0.1", "0.11", "0.12", "1", "1.0000000000000000000000000000000000001", "1.01",
    "1.1", "1.2", "2", "9", "9.9999999999999999999999999999999999999", "10", "10.1", "11", "12", "99.5", "100", "101",
    "9223372036854775807", "9223372036854775808", "12345678901234567890123456789012345678", "1e125",
    "9.9999999999999999999999999999999999999e125",
  ]

  @Test("Numbers and their ordered bytes are in the order of their values")
  func neighbours() throws {
    let numbers = try Self.ascending.map { try Number(parsing: $0) }
    for (i, left) in numbers.enumerated() {
      for (j, right) in numbers.enumerated() {
        #expect((left < right) == (i < j), "\(left) \(right)")
        #expect((left == right) == (i == j), "\(left) \(right)")
        let bytesPrecede = left.orderedBytes.lexicographicallyPrecedes(right.orderedBytes)
        #expect(bytesPrecede == (i < j), "\(left) \(right)")
      }
    }
  }

  @Test("Comparison, ordered bytes and equality agree with the schoolbook", arguments: UInt64(0)..<16)
  func agreement(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let sample = NumberSample.random(using: &generator)
      let partner = sample.partner(using: &generator)
      let (left, right) = try (sample.number, partner.number)
      let isLess = sample.oracle < partner.oracle
      let isEqual = (sample.oracle - partner.oracle).isZero
      #expect((left < right) == isLess, "\(sample) \(partner)")
      #expect((left == right) == isEqual, "\(sample) \(partner)")
      #expect(left.orderedBytes.lexicographicallyPrecedes(right.orderedBytes) == isLess, "\(sample) \(partner)")
      #expect((left.orderedBytes == right.orderedBytes) == isEqual, "\(sample) \(partner)")
      // Followed by more in a composite key, the number still decides.
      let isCompositeLess = (left.orderedBytes + [0xff]).lexicographicallyPrecedes(right.orderedBytes + [0x00])
      #expect(isCompositeLess == isLess, "\(sample) \(partner)")
    }
  }

  @Test("Ordered bytes give the number back", arguments: UInt64(0)..<4)
  func inverse(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    #expect(Number(orderedBytes: Number(0).orderedBytes) == 0)
    for _ in 0..<1000 {
      let sample = NumberSample.random(using: &generator)
      let number = try sample.number
      #expect(number.orderedBytes.count <= 22)
      #expect(Number(orderedBytes: number.orderedBytes) == number, "\(sample)")
    }
  }

  @Test("Bytes that are no number's are refused", arguments: UInt64(0)..<4)
  func refusal(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      var bytes = try NumberSample.random(using: &generator).number.orderedBytes
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes.removeLast()
      case 1: bytes.append(.random(in: .min ... .max, using: &generator))
      case 2:
        let index = bytes.indices.randomElement(using: &generator)!
        bytes[index] = .random(in: .min ... .max, using: &generator)
      default:
        let count = Int.random(in: 0...30, using: &generator)
        bytes = (0..<count).map { _ in .random(in: .min ... .max, using: &generator) }
      }
      if let number = Number(orderedBytes: bytes) { #expect(number.orderedBytes == bytes) }
    }
    let one = Number(1).orderedBytes
    let refused: [[UInt8]] = [[], [0x7f], [0x81], [0x80, 0], one.dropLast(), one + [0], one.dropLast() + [1]]
    for bytes in refused {
      #expect(Number(orderedBytes: bytes) == nil, "\(bytes)")
    }
  }

  @Test("The stored form of ordered bytes does not change")
  func storedForm() throws {
    #expect(Number(0).orderedBytes == [0x80])
    #expect(Number(1).orderedBytes == [0x81, 130, 11, 0])
    #expect(Number(-1).orderedBytes == [0x7e, 125, 244, 255])
    #expect(Number(1234).orderedBytes == [0x81, 133, 13, 35, 0])
    #expect(try Number(parsing: "-0.00123").orderedBytes == [0x7e, 128, 242, 224, 255])
    #expect(try Number(parsing: "1e-130").orderedBytes == [0x81, 0, 11, 0])
    #expect(try Number(parsing: "99e124").orderedBytes == [0x81, 255, 100, 0])
  }
}
