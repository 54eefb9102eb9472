/// SplitMix64: every seed gives one sequence, the same on every machine.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// One seed is one sequence.
  public init(seed: UInt64) { state = seed }

  /// A sequence of its own for each label of a seed: what one part of a history draws does not change another's.
  public init(seed: UInt64, label: String) {
    // FNV-1a, 64 bits; see RFC 9923.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    self.init(seed: hash)
    self.init(seed: next() ^ seed)
    self.init(seed: next())
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A number from 0 to `bound` - 1. The bias of the multiplication is below 2⁻³² for any bound in use.
  public mutating func index(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Whether something happens that happens so often in a thousand.
  public mutating func chance(perMille: Int) -> Bool { index(below: 1000) < perMille }

  /// A duration between two, in whole microseconds.
  public mutating func duration(from shortest: Duration, to longest: Duration) -> Duration {
    let span = (longest - shortest).components
    let microseconds = span.seconds * 1_000_000 + span.attoseconds / 1_000_000_000_000
    return shortest + .microseconds(index(below: Int(max(0, microseconds)) + 1))
  }

  /// One of several.
  public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[index(below: elements.count)] }
}
