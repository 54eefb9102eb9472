/// How long requests took: all of them, so that a quantile is exact.
struct Latencies: Sendable {
  private var microseconds: [UInt32] = []

  var count: Int { microseconds.count }

  mutating func record(_ duration: Duration) {
    microseconds.append(UInt32(clamping: Int64(duration / .microseconds(1))))
  }

  /// The smallest latency that `part` of the requests did not exceed, or `nil` where there was none.
  ///
  /// - Parameter part: more than 0, at most 1.
  func quantile(_ part: Double) -> Duration? { Self.quantile(part, of: microseconds.sorted()) }

  /// The same of the last `count` requests, for a display that cannot sort them all ten times a second.
  func quantile(_ part: Double, ofLast count: Int) -> Duration? {
    Self.quantile(part, of: microseconds.suffix(count).sorted())
  }

  private static func quantile(_ part: Double, of sorted: [UInt32]) -> Duration? {
    guard !sorted.isEmpty else { return nil }
    let rank = Int((Double(sorted.count) * part).rounded(.up))
    return .microseconds(Int64(sorted[min(max(rank, 1), sorted.count) - 1]))
  }
}
