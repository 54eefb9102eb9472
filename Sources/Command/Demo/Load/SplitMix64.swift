/// A small generator whose whole history follows from its seed.
///
/// Source: Guy Steele, Doug Lea and Christine Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix64: RandomNumberGenerator {
  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var state: UInt64

  /// - Parameter skipping: how many numbers of the seed's history are left out: any of them is found at once.
  init(seed: UInt64, skipping: Int = 0) { state = seed &+ UInt64(bitPattern: Int64(skipping)) &* Self.step }

  mutating func next() -> UInt64 {
    state &+= Self.step
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
