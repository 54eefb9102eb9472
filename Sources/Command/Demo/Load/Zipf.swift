/// Which page the next visitor wants: the first page most often, the n-th one n times less often.
struct Zipf: Sendable {
  /// For each rank, how many of all visitors want it or one before it: rising to 1.
  private let cumulative: [Double]

  /// - Parameter count: at least 1.
  init(count: Int) {
    let weights = (1...max(1, count)).map { 1 / Double($0) }
    let sum = weights.reduce(0, +)
    var part = 0.0
    cumulative = weights.map { weight in
      part += weight / sum
      return part
    }
  }

  /// The rank, counted from 0, that `number` stands for.
  ///
  /// - Parameter number: from 0 up to and without 1.
  func rank(of number: Double) -> Int {
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if number < cumulative[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
