/// Where tokens come from: what proves a lease's ownership, and what makes a transaction repeatable.
///
/// Tokens must never repeat, also not in another process: 128 random bits are enough. Tests put in their own.
public protocol TokenSource: Sendable {
  /// A new token of 1 to 36 characters.
  func next() -> String
}

/// Random UUIDs (version 4, RFC 9562) from the system's generator.
public struct RandomTokens: TokenSource {
  /// Tokens of the system's random numbers.
  public init() {}

  public func next() -> String {
    var generator = SystemRandomNumberGenerator()
    let high = UInt64.random(in: .min ... .max, using: &generator) & ~0xF000 | 0x4000
    let low = UInt64.random(in: .min ... .max, using: &generator) & ~(0b11 << 62) | 0b10 << 62
    let digits = Self.hex(high) + Self.hex(low)
    var uuid = ""
    for (offset, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(offset) { uuid.append("-") }
      uuid.append(digit)
    }
    return uuid
  }

  private static func hex(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension TokenSource where Self == RandomTokens {
  /// Random UUIDs from the system's generator.
  public static var random: RandomTokens { RandomTokens() }
}
