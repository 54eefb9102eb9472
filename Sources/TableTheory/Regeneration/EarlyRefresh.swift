/// Making a page anew before its time is over, by chance, so that not all who ask for it find it stale at once.
///
/// The longer a page takes to render and the less time it has left, the likelier it is: each call decides for itself, and
/// on average one comes first by about the render's time.
///
/// Source: A. Vattani, F. Chierichetti, K. Lowenstein, "Optimal Probabilistic Cache Stampede Prevention", PVLDB 8(8),
/// 2015 (XFetch).
public struct EarlyRefresh: Sendable {
  /// How eagerly, a factor without a unit: 1 is what the paper recommends, more is earlier, 0 is never.
  public var eagerness: Double
  /// A random number, greater than 0 and up to 1.
  public var chance: @Sendable () -> Double

  /// Without `chance`, the system's random numbers.
  public init(eagerness: Double, chance: @escaping @Sendable () -> Double = { 1 - .random(in: 0..<1) }) {
    self.eagerness = max(0, eagerness)
    self.chance = chance
  }

  /// Never.
  public static var none: EarlyRefresh { EarlyRefresh(eagerness: 0) }

  /// Whether to render a page now that is still fresh.
  ///
  /// - Parameters:
  ///   - rest: how long it is still fresh.
  ///   - renderTime: how long the last render took.
  func isDue(rest: Duration, renderTime: Duration?) -> Bool {
    guard eagerness > 0, let renderTime, renderTime > .zero else { return false }
    let chance = min(1, max(.leastNormalMagnitude, self.chance()))
    return renderTime / .seconds(1) * eagerness * -Self.logarithm(chance) >= rest / .seconds(1)
  }

  /// The natural logarithm of a number greater than 0: Swift's own library has none without a system's.
  private static func logarithm(_ value: Double) -> Double {
    // value = significand × 2^exponent, and the series of 2 artanh((s - 1) / (s + 1)) converges fast for 1 ≤ s < 2.
    let quotient = (value.significand - 1) / (value.significand + 1)
    let square = quotient * quotient
    var term = quotient
    var sum = 0.0
    var divisor = 1.0
    while abs(term) > 1e-17 {
      sum += term / divisor
      term *= square
      divisor += 2
    }
    return 2 * sum + Double(value.exponent) * 0.693_147_180_559_945_3
  }
}
